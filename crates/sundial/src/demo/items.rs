//! The county's catalogue of service items and its list of powers: workbooks, proposed by one and accepted by another.

use std::collections::BTreeMap;

use face::App;
use jiff::civil::Date;
use kernel::time::civil_date;
use kernel::{Fault, Result};
use office::adjustment::{self, Listed};
use office::catalogue::{self, Item, ItemFile, Plan};
use office::docket::Order;
use office::organisation::{Listing, called, directory};
use office::power::{self, Filter, Power};
use sheet::{Limits, Page};

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
            let items: Vec<Item> =
                read(scene, workbook, |pages, orgs| catalogue::read(pages, &code(orgs))).await?;
            let order = order(ground, text, None);
            propose(world, scene, (workbook, org_id), items, Vec::new(), order).await
        }
        Deed::AdjustPowers {
            workbook,
            organisation,
            ground,
            text,
            holds_from,
        } => {
            let org_id = world.organisation(organisation)?;
            let powers: Vec<Power> =
                read(scene, workbook, |pages, orgs| power::read(pages, &code(orgs))).await?;
            // The workbook is the whole list: what it does not have is taken off.
            let mut ended = Vec::new();
            for listed in power::powers(scene.conn, civil_date(scene.now), &Filter::default()).await? {
                if !powers.iter().any(|it| it.code == listed.code) {
                    ended.push(listed.code);
                }
            }
            let order = order(ground, text, Some(*holds_from));
            propose(world, scene, (workbook, org_id), powers, ended, order).await
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

fn order(ground: &str, text: &str, holds_from: Option<Date>) -> Order {
    let mut order = because(text);
    order.data.insert("ground".to_owned(), ground.into());
    if let Some(day) = holds_from {
        order.data.insert("holds_from".to_owned(), day.to_string().into());
    }
    order
}

async fn propose<T: Listed>(
    world: &mut World,
    scene: &mut Scene<'_>,
    (workbook, org_id): (&str, i64),
    rows: Vec<T>,
    ended: Vec<String>,
    order: Order,
) -> Result<()> {
    let (actor, now) = (scene.actor.clone(), scene.now);
    let label = workbook.rsplit('/').next().unwrap_or(workbook);
    let begun = adjustment::begin(scene.conn, &actor, org_id, label, rows, ended, now).await?;
    let _ = adjustment::propose(&world.docket, scene.conn, &actor, begun.id, order, now).await?;
    world.adjustments.insert(workbook.to_owned(), begun.id);
    Ok(())
}

fn code(orgs: &[Listing]) -> impl Fn(&str) -> Option<String> + '_ {
    |name| called(orgs, name).map(|org| org.code.clone())
}

/// The rows of a workbook; a fixture with anything wrong is our fault.
async fn read<T>(
    scene: &mut Scene<'_>,
    path: &str,
    reader: fn(&[Page], &[Listing]) -> Plan<T>,
) -> Result<Vec<T>> {
    rows(&directory(scene.conn).await?, path, reader)
}

fn rows<T>(orgs: &[Listing], path: &str, reader: fn(&[Page], &[Listing]) -> Plan<T>) -> Result<Vec<T>> {
    let pages = sheet::read(&fixtures::bytes(path)?, &Limits::default()).map_err(Fault::new)?;
    let plan = reader(&pages, orgs);
    match plan.errors.first() {
        Some(error) => Err(wrong(path, &format!("{}：{}", error.place(), error.wrong))),
        None => Ok(plan.items.into_iter().map(|(_, row)| row).collect()),
    }
}

/// The county's items by code, before they are in force.
pub async fn catalogue(app: &App) -> Result<BTreeMap<String, catalogue::Item>> {
    let orgs = directory(&mut app.db.read().await?).await?;
    let all = rows(&orgs, "county/catalogue.xlsx", |pages, orgs| {
        catalogue::read(pages, &code(orgs))
    })?;
    Ok(all.into_iter().map(|item| (item.code.clone(), item)).collect())
}
