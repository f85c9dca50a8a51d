//! The old site's pages, imported and accepted.

use kernel::Result;
use matters::publication::import::{self, BatchView, Source, from_page};
use office::docket::Order;

use super::fixtures::{self, Deed, Pages, Settled};
use super::live::{Scene, World, because, disagrees, found, today};

/// A batch of pages, or its acceptance.
pub async fn carry_out(world: &mut World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    match deed {
        Deed::ImportPages {
            folder,
            label,
            organisation,
            column,
        } => {
            let (org_id, column_id) = (world.organisation(organisation)?, world.column(column)?);
            let id = import::begin(scene.conn, &scene.actor, org_id, column_id, label, scene.now).await?;
            let items = sources(folder)?
                .into_iter()
                .map(|(_, source)| {
                    world.files.keep(&source.bytes)?;
                    Ok(from_page(&source, today(scene)))
                })
                .collect::<Result<Vec<_>>>()?;
            let _ = import::read_into(scene.conn, id, items).await?;
            let order = Order::default();
            let _ = import::report(&world.docket, scene.conn, &scene.actor, id, order, scene.now).await?;
            world.batches.insert(label.clone(), id);
            Ok(())
        }
        Deed::AcceptBatch { label, decision } => {
            let id = found(world.batches.get(label), "批次", label)?;
            let mut order = because(&settled(scene, id, decision).await?);
            order.data.insert("sample_checked".to_owned(), true.into());
            import::accept(&world.docket, scene.conn, &scene.actor, id, order, scene.now)
                .await
                .map(|_| ())
        }
        other => Err(disagrees(format!("这不是导入：{other:?}"))),
    }
}

/// The folder's pages, each under the place it had on the old site: that is where readers come from.
fn sources(folder: &str) -> Result<Vec<(String, Source)>> {
    let folder = folder.trim_start_matches("fixtures/");
    let pages: Pages = fixtures::read(&format!("{folder}/pages.toml"))?;
    let mut sources = Vec::new();
    for page in pages.page {
        let bytes = fixtures::bytes(&format!("{folder}/{}", page.file))?.into_owned();
        let name = page
            .address
            .splitn(4, '/')
            .nth(3)
            .unwrap_or(&page.file)
            .to_owned();
        sources.push((page.file, Source { name, bytes }));
    }
    Ok(sources)
}

/// What the reviewer settled, file by file; each decision must be about a page in the batch.
async fn settled(scene: &mut Scene<'_>, batch_id: i64, decisions: &[Settled]) -> Result<String> {
    let items = BatchView::items(scene.conn, batch_id, 0, i64::MAX).await?;
    let sources = sources("pages")?;
    let mut words = Vec::new();
    for decision in decisions {
        let source = sources
            .iter()
            .find(|(file, _)| *file == decision.file)
            .map(|(_, source)| &source.name);
        let item = items.iter().find(|item| Some(&item.source_name) == source);
        let item = item.ok_or_else(|| disagrees(format!("批次里没有 {}", decision.file)))?;
        if item.findings.is_empty() {
            return Err(disagrees(format!("{} 没有需要处理的发现", decision.file)));
        }
        words.push(format!("{}：{}", item.content.title, decision.text));
    }
    Ok(words.join("\n"))
}
