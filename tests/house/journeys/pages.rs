//! Every page, as those see it who can do most on it: axe, a telephone's width, paper.

use tests::support::{Settings, TestDb, databases::on_sqlite};

use super::house::{House, Seat};
use super::routes;
use super::things::Things;

const WIDE: (u32, u32) = (1280, 900);
const NARROW: (u32, u32) = (360, 780);

#[test]
fn every_page_is_sound_at_both_widths_and_on_paper() {
    sweep(
        "house::journeys::pages::every_page_is_sound_at_both_widths_and_on_paper",
        "standard",
    );
}

#[test]
fn every_page_is_sound_for_elders_too() {
    sweep(
        "house::journeys::pages::every_page_is_sound_for_elders_too",
        "elder",
    );
}

fn sweep(name: &'static str, mode: &'static str) {
    on_sqlite(move |site: TestDb| async move {
        let house = House::open(&site).await;
        let Some(seat) = house.seat(name, Settings::WIDE).await else {
            return;
        };
        let things = Things::make(&house.town, &house.files).await;
        let mut faults = Vec::new();
        let mut sitting = "";
        for pattern in routes::pages() {
            for (who, path) in views(pattern, &things) {
                if who != sitting || pattern == "/" {
                    sit(&seat, who, mode, &things).await;
                    sitting = who;
                }
                faults.extend(look(&seat, &path, mode).await);
            }
        }
        assert!(
            faults.is_empty(),
            "{} faults:\n{}",
            faults.len(),
            faults.join("\n")
        );
    });
}

/// Puts somebody in front of the browser, in this mode.
async fn sit(seat: &Seat<'_>, who: &str, mode: &str, things: &Things) {
    seat.leave().await;
    seat.open(&format!("/look?mode={mode}&back=%2Fabout")).await;
    match who {
        "" => {}
        OWNER => seat.sit_down_with(things.account, &things.recovery).await,
        who => seat.sit_down(who).await,
    }
}

/// What is wrong with one page.
async fn look(seat: &Seat<'_>, path: &str, mode: &str) -> Vec<String> {
    let page = &seat.browser;
    let mut found = Vec::new();
    page.resize(WIDE);
    seat.open(path).await;
    let status = page.status().await;
    let due = if path.starts_with("/nothing") {
        404
    } else if path.starts_with("/d/2026-00003") {
        410
    } else {
        200
    };
    if status != due {
        found.push(format!("answered {status}"));
    }
    // A preview has a mode of its own.
    if !path.contains("look=")
        && !path.ends_with("/preview")
        && page.count(&format!("html[data-mode={mode}]")).await == 0
    {
        found.push(format!("not in {mode} mode"));
    }
    for size in [WIDE, NARROW] {
        page.resize(size);
        let wrong = page.violations().await.into_iter();
        found.extend(wrong.map(|one| format!("{} wide: {} {:?}", size.0, one.rule, one.elements)));
    }
    found.extend(
        page.named_twice()
            .await
            .into_iter()
            .map(|one| format!("twice on it: #{one}")),
    );
    found.extend(
        page.sideways()
            .await
            .into_iter()
            .map(|one| format!("sideways: {one}")),
    );
    found.extend(
        page.printed_in_vain()
            .await
            .into_iter()
            .map(|one| format!("printed: {one}")),
    );
    found
        .into_iter()
        .map(|one| format!("{path} ({mode}): {one}"))
        .collect()
}

/// One of every role, and the submitter who has most to do.
const STAFF: [&str; 12] = [
    "xie", "ke", "fen", "gong", "shou", "xia", "dao", "yan", "guan", "zong", "jian", "xian",
];

/// An applicant who is logged in with an account of their own.
const OWNER: &str = "(an applicant)";

/// Who looks at a page, and where it is.
fn views(pattern: &str, things: &Things) -> Vec<(&'static str, String)> {
    if let Some(desk) = pattern.strip_prefix("/desk") {
        return match desk {
            "" => STAFF.iter().map(|who| (*who, "/desk".to_owned())).collect(),
            _ => desk_views(desk, things)
                .into_iter()
                .map(|(who, path)| (who, format!("/desk{path}")))
                .collect(),
        };
    }
    let at = |path: &str| vec![("", path.to_owned())];
    match pattern {
        "/" => [at("/"), at("/nothing/here.html"), at(&things.stone)].concat(),
        "/c/{slug}" => at("/c/notices"),
        "/d/{slug}" => at("/d/2026-00001"),
        "/services/{code}" => at("/services/a-1"),
        "/powers/{code}" => [at("/powers/p-1"), at("/powers/p-1?version=1")].concat(),
        "/services/{code}/apply" => at("/services/a-1/apply"),
        "/services/{code}/process" => at("/services/a-1/process"),
        "/services" => [at("/services"), at("/services?theme=none&handling=joint")].concat(),
        "/q/{code}" => at("/q/a-1"),
        "/v/{code}" => [at(&things.letter), at("/v/7K3M-9QXA-CDEF")].concat(),
        "/d/{slug}/editions" => at("/d/2026-00001/editions"),
        "/d/{slug}/editions/{ordinal}" => {
            [at("/d/2026-00001/editions/1"), at("/d/2026-00001/editions/2")].concat()
        }
        "/d/{slug}/receipt" => at("/d/2026-00001/receipt"),
        "/orgs/{code}" => at("/orgs/bureau"),
        "/search" => [
            at("/search?q=%E5%81%9C%E8%BD%A6"),
            at("/search?q=%E6%B2%A1%E6%9C%89%E7%9A%84"),
        ]
        .concat(),
        "/my" | "/my/code" | "/my/password" | "/my/recovery" | "/my/close" => {
            vec![(OWNER, pattern.to_owned())]
        }
        "/my/cases/{id}/remove" => vec![(OWNER, format!("/my/cases/{}/remove", things.request))],
        // Without a pass it leads to where one is asked for.
        "/track/case/acts/{act}" => at("/track/case/acts/withdraw"),
        _ => {
            assert!(
                !pattern.contains('{'),
                "say in views() where {pattern} is, and who looks at it"
            );
            at(pattern)
        }
    }
}

fn desk_views(desk: &str, it: &Things) -> Vec<(&'static str, String)> {
    let by =
        |who: &[&'static str], path: String| who.iter().map(|who| (*who, path.clone())).collect::<Vec<_>>();
    match desk {
        "/cases/{id}" => [
            by(&["gong"], format!("/cases/{}", it.withdrawal)),
            by(&["jian"], format!("/cases/{}", it.take_down)),
            by(&["ke"], format!("/cases/{}?view=record", it.review)),
            by(&["guan"], "/cases/1".into()),
            by(&["chuang"], format!("/cases/{}", it.services.publication)),
        ]
        .concat(),
        "/drafts" | "/drafts/new" | "/reviews" => by(&["xie", "ke"], desk.into()),
        "/drafts/{id}" => [
            by(&["xie", "ke"], format!("/drafts/{}", it.draft)),
            by(&["xie"], format!("/drafts/{}", it.returned)),
        ]
        .concat(),
        "/drafts/{id}/preview" => by(&["xie"], format!("/drafts/{}/preview?look=phone", it.draft)),
        "/drafts/{id}/revisions" => by(&["xie"], format!("/drafts/{}/revisions", it.draft)),
        "/drafts/{id}/revisions/{revision}" => by(&["xie"], format!("/drafts/{}/revisions/1", it.draft)),
        "/imports" | "/imports/new" => by(&["dao", "xie"], desk.into()),
        "/imports/{id}" => [
            by(&["dao"], format!("/imports/{}", it.reading)),
            by(&["yan"], format!("/imports/{}", it.reported)),
        ]
        .concat(),
        "/imports/{id}/items/{item}" => by(&["yan"], format!("/imports/{}/items/{}", it.reported, it.item)),
        "/calendar" => by(&["zong", "xie"], desk.into()),
        "/me" => by(&["xie", "bian"], desk.into()),
        "/notices" | "/password" => by(&["ke"], desk.into()),
        "/people" => by(&["guan", "zong"], desk.into()),
        "/people/organisations/{id}" => by(&["guan"], format!("/people/organisations/{}", it.bureau)),
        "/people/organisations/{id}/appointment" => by(
            &["guan"],
            format!("/people/organisations/{}/appointment", it.bureau),
        ),
        "/people/organisations/{id}/change" => {
            by(&["guan"], format!("/people/organisations/{}/change", it.bureau))
        }
        "/people/organisations/{id}/facts" => {
            by(&["guan"], format!("/people/organisations/{}/facts", it.bureau))
        }
        "/people/organisations/{id}/seals" => {
            by(&["guan"], format!("/people/organisations/{}/seals", it.bureau))
        }
        "/people/persons/{id}" => by(&["guan"], format!("/people/persons/{}", it.writer)),
        "/published" => by(&["xie"], desk.into()),
        "/published/{id}" => [
            by(&["xie", "xia"], format!("/published/{}", it.public)),
            by(&["xie"], format!("/published/{}", it.withdrawing)),
        ]
        .concat(),
        "/reviews/{id}" => by(&["ke", "xie"], format!("/reviews/{}", it.review)),
        "/requests" => by(&["ban", "xian-ban"], desk.into()),
        "/requests/new" | "/requests/register" | "/requests/register/import" | "/requests/figures" => {
            by(&["ban"], desk.into())
        }
        "/requests/figures/cases" => by(&["ban"], format!("{desk}?cell=new&column=all&year=2026")),
        "/requests/erasure" => by(&["guan"], desk.into()),
        "/requests/wordings" => by(&["zhu"], desk.into()),
        "/requests/wordings/{code}" => by(&["zhu"], "/requests/wordings/reply".into()),
        "/requests/wordings/{code}/versions/{version}" => by(
            &["zhu"],
            "/requests/wordings/request-correction/versions/1".into(),
        ),
        "/requests/register/import/{id}" => {
            by(&["zhu"], format!("/requests/register/import/{}", it.register))
        }
        "/requests/{id}" => [
            by(&["ban", "zhu"], format!("/requests/{}", it.request)),
            by(&["ban"], format!("/requests/{}", it.answered)),
        ]
        .concat(),
        "/requests/{id}/redactions/{work}" => {
            let at = |work: i64| format!("/requests/{}/redactions/{work}", it.request);
            it.redactions.map(|work| ("ban", at(work))).into()
        }
        "/services" => by(&["chuang", "xiang-shen", "jian"], desk.into()),
        "/window" => by(&["chuang"], desk.into()),
        "/window/items/{code}" => by(&["chuang"], "/window/items/s-1".into()),
        "/window/done/{case}" => by(&["chuang"], format!("/window/done/{}", it.services.received)),
        "/services/{id}" => [
            by(&["chuang"], format!("/services/{}", it.services.received)),
            by(&["shi", "xiang-shen"], format!("/services/{}", it.services.joint)),
            by(&["chuang"], format!("/services/{}", it.services.granted)),
        ]
        .concat(),
        "/catalogue" | "/catalogue/import" => by(&["shi"], desk.into()),
        "/catalogue/items/{code}" => by(&["shi"], "/catalogue/items/a-1".into()),
        "/catalogue/items/{code}/form" => by(&["shi", "mu"], "/catalogue/items/a-1/form".into()),
        "/catalogue/items/{code}/files" => by(&["shi", "mu"], "/catalogue/items/a-1/files".into()),
        "/catalogue/adjustments/{id}" => [
            by(&["shi"], format!("/catalogue/adjustments/{}", it.adjustments[0])),
            by(&["mu"], format!("/catalogue/adjustments/{}", it.adjustments[1])),
        ]
        .concat(),
        "/powers" | "/powers/import" => by(&["shi"], desk.into()),
        "/powers/items/{code}" => by(&["shi"], "/powers/items/p-1".into()),
        "/powers/adjustments/{id}" => [
            by(&["shi"], format!("/powers/adjustments/{}", it.powers[0])),
            by(&["mu"], format!("/powers/adjustments/{}", it.powers[1])),
        ]
        .concat(),
        "/services/figures" => by(&["chuang"], desk.into()),
        "/services/figures/cases" => by(&["chuang"], format!("{desk}?what=received&period=2026")),
        "/search" => by(&["xie"], "/search?q=%E5%85%B3%E4%BA%8E".into()),
        "/site" => by(&["zong"], desk.into()),
        _ => panic!("say in desk_views() where /desk{desk} is, and who looks at it"),
    }
}
