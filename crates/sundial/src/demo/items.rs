//! The county's catalogue of service items: a workbook, proposed by one and accepted by another.

use std::collections::BTreeMap;

use face::App;
use kernel::{Fault, Result};
use office::docket::Order;
use office::organisation::{Listing, called, directory};
use office::{adjustment, catalogue};
use sheet::Limits;

use super::fixtures::{self, Deed, wrong};
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
        other => Err(disagrees(format!("这不是目录调整：{other:?}"))),
    }
}

/// The items of a workbook; a fixture with anything wrong is our fault.
async fn read(scene: &mut Scene<'_>, path: &str) -> Result<Vec<catalogue::Item>> {
    items(&directory(scene.conn).await?, path)
}

fn items(orgs: &[Listing], path: &str) -> Result<Vec<catalogue::Item>> {
    let pages = sheet::read(&fixtures::bytes(path)?, &Limits::default()).map_err(Fault::new)?;
    let plan = catalogue::read(&pages, &|name| called(orgs, name).map(|org| org.code.clone()));
    match plan.errors.first() {
        Some(error) => Err(wrong(path, &format!("{}：{}", error.place(), error.wrong))),
        None => Ok(plan.items.into_iter().map(|(_, item)| item).collect()),
    }
}

/// The county's items by code, before they are in force.
pub async fn catalogue(app: &App) -> Result<BTreeMap<String, catalogue::Item>> {
    let orgs = directory(&mut app.db.read().await?).await?;
    let all = items(&orgs, "county/catalogue.xlsx")?;
    Ok(all.into_iter().map(|item| (item.code.clone(), item)).collect())
}
