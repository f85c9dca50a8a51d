//! Acts about organisations and people.

use kernel::Result;
use office::docket::Order;
use office::register::{self, Change, HandOver, NewDelegation, NewPost};

use super::fixtures::Deed;
use super::live::{Scene, World, because, disagrees, today};

/// Posts, delegations, hand-overs, names.
pub async fn carry_out(world: &mut World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    match deed {
        Deed::Delegate { .. } | Deed::ReturnFromLeave { .. } => absence(world, scene, deed).await,
        Deed::Appoint { .. } | Deed::EndPost { .. } => post(world, scene, deed).await,
        Deed::HandOver { .. } | Deed::AcceptHandOver { .. } => hand_over(world, scene, deed).await,
        Deed::RenameOrganisation { .. } | Deed::ConfirmRename { .. } => rename(world, scene, deed).await,
        other => Err(disagrees(format!("不认识的动作：{other:?}"))),
    }
}

/// The row of the post that a person holds.
async fn post_id(scene: &mut Scene<'_>, person_id: i64, org_id: i64, role: &str) -> Result<i64> {
    let found = register::post_id(scene.conn, person_id, org_id, role, today(scene)).await?;
    found.ok_or_else(|| disagrees(format!("这个人没有岗位 {role}")))
}

async fn absence(world: &World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    let own = scene.actor.person_id().unwrap_or_default();
    match deed {
        Deed::Delegate {
            organisation,
            role,
            to,
            from,
            until,
            text,
        } => {
            let post = post_id(scene, own, world.organisation(organisation)?, role).await?;
            let new = NewDelegation {
                post_ids: vec![post],
                to_person: world.person(to)?,
                from_on: *from,
                until_on: *until,
            };
            register::delegate(
                &world.docket,
                scene.conn,
                &scene.actor,
                new,
                because(text),
                scene.now,
            )
            .await
            .map(|_| ())
        }
        Deed::ReturnFromLeave { organisation, role } => {
            let post = post_id(scene, own, world.organisation(organisation)?, role).await?;
            let open = register::open_delegation(scene.conn, post, today(scene)).await?;
            let id = open.ok_or_else(|| disagrees("没有正在生效的代办"))?;
            register::end_delegation(
                &world.docket,
                scene.conn,
                &scene.actor,
                id,
                Order::default(),
                scene.now,
            )
            .await
        }
        other => Err(disagrees(format!("这不是代办：{other:?}"))),
    }
}

async fn post(world: &World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    match deed {
        Deed::Appoint {
            person,
            organisation,
            roles,
            title,
            from,
        } => {
            let new = NewPost {
                person_id: world.person(person)?,
                org_id: world.organisation(organisation)?,
                roles: roles.clone(),
                title: title.clone(),
                subtree: false,
                from_on: *from,
                until_on: None,
            };
            let order = Order::default();
            register::appoint(&world.docket, scene.conn, &scene.actor, new, order, scene.now)
                .await
                .map(|_| ())
        }
        Deed::EndPost {
            person,
            organisation,
            roles,
            until,
        } => {
            let (person_id, org_id) = (world.person(person)?, world.organisation(organisation)?);
            let mut posts = Vec::new();
            for role in roles {
                posts.push(post_id(scene, person_id, org_id, role).await?);
            }
            let order = Order::default();
            register::end_posts(
                &world.docket,
                scene.conn,
                &scene.actor,
                &posts,
                *until,
                order,
                scene.now,
            )
            .await
            .map(|_| ())
        }
        other => Err(disagrees(format!("这不是任免：{other:?}"))),
    }
}

async fn hand_over(world: &World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    let own = scene.actor.person_id().unwrap_or_default();
    match deed {
        Deed::HandOver {
            to,
            organisation,
            text,
        } => {
            let new = HandOver {
                from_person: own,
                to_person: world.person(to)?,
                org_id: world.organisation(organisation)?,
            };
            register::hand_over(
                &world.docket,
                scene.conn,
                &scene.actor,
                new,
                because(text),
                scene.now,
            )
            .await
            .map(|_| ())
        }
        Deed::AcceptHandOver { giver, organisation } => {
            let (giver, org_id) = (world.person(giver)?, world.organisation(organisation)?);
            let open = register::open_hand_over(scene.conn, giver, org_id).await?;
            let id = open.ok_or_else(|| disagrees("没有等待接收的移交"))?;
            register::accept_hand_over(
                &world.docket,
                scene.conn,
                &scene.actor,
                id,
                Order::default(),
                scene.now,
            )
            .await
        }
        other => Err(disagrees(format!("这不是移交：{other:?}"))),
    }
}

async fn rename(world: &World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    match deed {
        Deed::RenameOrganisation {
            organisation,
            name,
            short_name,
            effective_on,
            basis,
        } => {
            if *effective_on != today(scene) {
                return Err(disagrees("更名当日生效"));
            }
            let org_id = world.organisation(organisation)?;
            let change = Change::Rename {
                org_id,
                name: name.clone(),
                short_name: short_name.clone(),
            };
            let paper = world.files.keep(basis.as_bytes())?;
            let order = Order {
                documents: vec![paper],
                ..Order::default()
            };
            register::propose(
                &world.docket,
                scene.conn,
                &scene.actor,
                change,
                basis,
                order,
                scene.now,
            )
            .await
            .map(|_| ())
        }
        Deed::ConfirmRename { organisation } => {
            let open = register::open_change(scene.conn, world.organisation(organisation)?).await?;
            let case_id = open.ok_or_else(|| disagrees("没有等待核准的变更"))?;
            register::confirm(
                &world.docket,
                scene.conn,
                &scene.actor,
                case_id,
                Order::default(),
                scene.now,
            )
            .await
        }
        other => Err(disagrees(format!("这不是更名：{other:?}"))),
    }
}
