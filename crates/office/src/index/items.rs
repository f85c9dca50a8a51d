//! What search finds of a service item: its version in force, or nothing.

use kernel::Result;
use kernel::db::Conn;
use search::Doc;

use super::Entry;
use crate::adjustment::{self, ADJUSTMENT};
use crate::catalogue::{self, Item};

/// The kind of service items in the index.
pub const ITEM: &str = "item";

/// Codes of the items that an event of a case about this subject may have changed.
pub async fn touched(conn: &mut Conn, subject_kind: &str, subject_id: i64) -> Result<Vec<String>> {
    if subject_kind != ADJUSTMENT {
        return Ok(Vec::new());
    }
    let changes = adjustment::changes::<Item>(conn, subject_id).await?;
    Ok(changes.into_iter().map(|change| change.code).collect())
}

/// What the index should hold of this item now; nothing where it never came into force.
pub async fn item(conn: &mut Conn, code: &str) -> Result<Option<Entry>> {
    let Some(entry) = catalogue::find(conn, code).await? else {
        return Ok(None);
    };
    if !entry.in_force {
        return Ok(Some(Entry::Remove(ITEM.to_owned(), entry.id)));
    }
    let it = catalogue::item(conn, &entry, entry.version).await?;
    Ok(Some(Entry::Put(Box::new(doc(&entry, &it)))))
}

fn doc(entry: &catalogue::Entry, it: &Item) -> Doc {
    Doc {
        kind: ITEM.to_owned(),
        id: entry.id,
        title: it.name.clone(),
        body: words(it),
        names: it.everyday_words.clone(),
        index_number: Some(entry.code.clone()),
        org_id: Some(entry.org_id),
        org_path: entry
            .org_path
            .split('/')
            .filter_map(|id| id.parse().ok())
            .collect(),
        url: format!("/services/{}", entry.code),
        ..Doc::default()
    }
}

/// Everything on the guide that somebody may look for, the answer in thirty seconds first: it is what the list of
/// hits shows.
fn words(it: &Item) -> String {
    let mut lines: Vec<&str> = vec![&it.brief];
    lines.extend(it.conditions.iter().map(String::as_str));
    lines.extend(it.materials.iter().map(|one| one.name.as_str()));
    for faq in &it.faqs {
        lines.extend([faq.question.as_str(), &faq.answer]);
    }
    lines.extend([it.result_name.as_str(), &it.main_name, &it.sub_name, &it.theme]);
    lines.extend(it.basis.iter().map(String::as_str));
    lines.extend(it.everyday_words.iter().map(String::as_str));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use search::{Index, Query};
    use sheet::Limits;

    use super::*;

    /// Every item of the fictional county, and documents that talk about the same things at length.
    fn county() -> Index {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../fixtures/county/catalogue.xlsx"
        );
        let pages = sheet::read(&std::fs::read(path).unwrap(), &Limits::default()).unwrap();
        let plan = catalogue::read(&pages, &|name| Some(name.to_owned()));
        assert!(plan.errors.is_empty() && plan.items.len() > 200);
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for (id, (_, item)) in (1..).zip(plan.items) {
            writer.put(doc(&entry(id, &item), &item)).unwrap();
        }
        for (id, word) in (1..).zip(["开饭馆", "低保", "打井", "办身份证", "结婚", "公租房"])
        {
            writer
                .put(Doc {
                    kind: "document".into(),
                    id,
                    title: format!("关于{word}有关工作的通知"),
                    body: format!("{word}。").repeat(200),
                    url: format!("/d/{id}"),
                    ..Doc::default()
                })
                .unwrap();
        }
        writer.commit(1).unwrap();
        index
    }

    fn entry(id: i64, item: &Item) -> catalogue::Entry {
        catalogue::Entry {
            id,
            code: item.code.clone(),
            org_id: 2,
            org_name: item.org_code.clone(),
            org_path: "/1/2/".into(),
            version: 1,
            in_force: true,
            name: item.name.clone(),
            kind: item.kind.clone(),
            level: item.level.code().into(),
            handling: item.handling.code().into(),
            statutory: item.statutory,
            promised: item.promised,
            points: 10,
        }
    }

    fn found(index: &Index, text: &str) -> Vec<String> {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        let items = index.search(&query).unwrap().items;
        items.into_iter().map(|item| item.url).collect()
    }

    /// What people type, and the item that they mean: the first hit, before every document.
    #[test]
    fn everyday_words_find_the_item_that_people_mean() {
        let index = county();
        for (typed, code) in [
            ("开饭馆", "990100SC-XK-0001-01"),
            ("卫生许可证", "990100SC-XK-0001-01"),
            ("打井", "990100SL-XK-0001-01"),
            ("取水证", "990100SL-XK-0001-01"),
            ("挖沙", "990100SL-XK-0003-01"),
            ("低保", "990100MZ-JF-0001-01"),
            ("吃低保", "990100MZ-JF-0001-01"),
            ("办身份证", "990100GA-QR-0001-01"),
            ("身份证到期", "990100GA-QR-0001-01"),
            ("落户", "990100GA-XK-0007-01"),
            ("结婚", "990100MZ-QR-0001-01"),
            ("結婚證", "990100MZ-QR-0001-01"),
            ("公租房", "990100ZJ-QR-0001-01"),
            ("开药店", "990100SC-XK-0002-01"),
            ("残疾证", "990100CL-QR-0001-01"),
            ("慢病卡", "990100YB-QT-0001-01"),
            ("新农合", "990100YB-QT-0002-01"),
            ("开ktv", "990100WL-XK-0001-01"),
            ("摆摊", "990100CG-QT-0002-01"),
            ("伐木", "990100LC-XK-0001-01"),
            ("二手房过户", "990100ZR-QR-0001-01"),
            ("失业金", "990100RS-QT-0004-01"),
            // Part of an everyday word.
            ("卖鞭", "990100YJ-XK-0001-01"),
            // The code itself, as it stands on a form.
            ("990100SL-XK-0001-01", "990100SL-XK-0001-01"),
        ] {
            let hits = found(&index, typed);
            assert_eq!(
                hits.first(),
                Some(&format!("/services/{code}")),
                "{typed}: {hits:?}"
            );
        }
        // Several items are called so; each comes before the documents.
        for typed in ["食品证", "砍树", "开医院"] {
            let hits = found(&index, typed);
            assert!(
                hits.len() >= 2 && hits[..2].iter().all(|it| it.starts_with("/services/")),
                "{hits:?}"
            );
        }
        assert!(found(&index, "打井").contains(&"/d/3".to_owned()));
    }

    #[test]
    fn kinds_are_counted_and_an_item_that_went_is_found_no_more() {
        let index = county();
        let asked = |kind: Option<&str>| Query {
            text: "打井".into(),
            kind: kind.map(str::to_owned),
            facets: true,
            ..Query::default()
        };
        let all = index.search(&asked(None)).unwrap();
        let kinds = all.facets.unwrap().kinds;
        assert!(kinds.contains(&("document".into(), 1)) && kinds.iter().any(|(kind, _)| kind == ITEM));
        let items = index.search(&asked(Some(ITEM))).unwrap();
        assert!(items.total > 0 && items.items.iter().all(|it| it.kind == ITEM));
        let mut writer = index.writer().unwrap();
        writer.remove(ITEM, items.items[0].id).unwrap();
        writer.commit(2).unwrap();
        assert_eq!(index.search(&asked(None)).unwrap().total, all.total - 1);
    }
}
