//! The county's catalogue of service items: a workbook, proposed by one and accepted by another.

use kernel::time::civil_date;
use kernel::{Fault, Result};
use office::catalogue::ItemFile;
use office::docket::Order;
use office::organisation::{called, directory};
use office::{adjustment, catalogue};
use sheet::Limits;

use super::fixtures::{self, Deed, wrong};
use super::forms;
use super::live::{Scene, World, because, disagrees, found};

/// A workbook comes in, or into force.
pub async fn carry_out(world: &mut World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    match deed {
        Deed::AdjustCatalogue {
            workbook,
            organisation,
            ground,
            text,
        } => {
            let org_id = world.organisation(organisation)?;
            let items = read(scene, workbook).await?;
            let (actor, now) = (scene.actor.clone(), scene.now);
            let label = workbook.rsplit('/').next().unwrap_or(workbook);
            let begun = adjustment::begin(scene.conn, &actor, org_id, label, items, Vec::new(), now).await?;
            let mut order: Order = because(text);
            order.data.insert("ground".to_owned(), ground.clone().into());
            let _ = adjustment::propose(&world.docket, scene.conn, &actor, begun.id, order, now).await?;
            world.adjustments.insert(workbook.clone(), begun.id);
            Ok(())
        }
        Deed::AcceptAdjustment { workbook } => {
            let id = found(world.adjustments.get(workbook), "目录调整", workbook)?;
            let (docket, actor, now) = (&world.docket, scene.actor.clone(), scene.now);
            adjustment::decide(docket, scene.conn, &actor, id, "accept", Order::default(), now)
                .await
                .map(|_| ())
        }
        Deed::KeepForms { items } => {
            for code in items {
                keep_forms(world, scene, code).await?;
            }
            Ok(())
        }
        other => Err(disagrees(format!("这不是目录调整：{other:?}"))),
    }
}

/// Makes the forms that an item names, and keeps them as its keeper would.
async fn keep_forms(world: &World, scene: &mut Scene<'_>, code: &str) -> Result<()> {
    let entry = catalogue::entry(scene.conn, code).await?;
    let item = catalogue::item(scene.conn, &entry, entry.version).await?;
    let by = scene
        .actor
        .person_id()
        .ok_or_else(|| disagrees("文件要由人保存".to_owned()))?;
    for named in catalogue::files_named(&item) {
        let Some((media_type, bytes)) = forms::form(&item, &entry.org_name, &named, civil_date(scene.now))?
        else {
            continue;
        };
        let file = ItemFile {
            name: named.name,
            media_type: media_type.to_owned(),
            size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            digest: world.files.keep(&bytes)?,
            kept_by: by,
            kept_at: scene.now,
        };
        catalogue::keep_file(scene.conn, &entry, file).await?;
    }
    Ok(())
}

/// The items of a workbook; a fixture with anything wrong is our fault.
async fn read(scene: &mut Scene<'_>, path: &str) -> Result<Vec<catalogue::Item>> {
    let orgs = directory(scene.conn).await?;
    let pages = sheet::read(&fixtures::bytes(path)?, &Limits::default()).map_err(Fault::new)?;
    let plan = catalogue::read(&pages, &|name| called(&orgs, name).map(|org| org.code.clone()));
    match plan.errors.first() {
        Some(error) => Err(wrong(path, &format!("{}：{}", error.place(), error.wrong))),
        None => Ok(plan.items.into_iter().map(|(_, item)| item).collect()),
    }
}
