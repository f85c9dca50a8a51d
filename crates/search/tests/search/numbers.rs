//! Document numbers and index numbers.

use crate::{find, ids, index_of, text};
use search::Doc;

fn numbered(id: i64, number: &str, index_number: &str) -> Doc {
    Doc {
        doc_number: Some(number.into()),
        index_number: Some(index_number.into()),
        ..text(id, "关于印发方案的通知", "正文")
    }
}

#[test]
fn every_bracket_form_and_every_part() {
    let mut docs = vec![
        numbered(1, "蒲政办发〔2016〕5号", "11220322MB1234567X/2016-00012"),
        numbered(2, "蒲政办发[2016]15號", "11220322MB1234567X/2016-00013"),
        numbered(3, "蒲政发〔2016〕5号", "11220322MB9999999X/2016-00012"),
        text(4, "转发", "根据蒲政办发（2016）5号文件，蒲政办发【2016】5号"),
        text(5, "无关", "2016年5月"),
    ];
    docs.extend((6..60).map(|id| text(id, "蒲城发布", "政办公告")));
    let index = index_of(&docs);
    for spelling in [
        "蒲政办发〔2016〕5号",
        "蒲政办发[2016]5号",
        "蒲政办发【2016】5號",
        "蒲政辦發（２０１６）5号",
        "蒲政办发 (2016) 5号",
        "蒲政办发〔2016〕 5号",
        "蒲政办发﹝2016﹞5号。",
    ] {
        let results = find(&index, spelling);
        assert_eq!(ids(&results), [1, 4], "{spelling}");
        assert_eq!(results.items[0].id, 1, "{spelling}: the document itself first");
    }
    for (query, expected) in [
        ("蒲政办发〔2016〕", vec![1, 2, 4]),
        ("蒲政办发2016", vec![]),
        ("〔2016〕5号", vec![1, 3, 4]),
        ("11220322MB1234567X", vec![1, 2]),
        ("11220322mb1234567x/2016-00012", vec![1]),
        ("11220322", vec![1, 2, 3]),
        ("2016", vec![4, 5]),
        ("2016-00012", vec![1, 3]),
    ] {
        assert_eq!(ids(&find(&index, query)), expected, "{query}");
    }
    assert_eq!(find(&index, "5号").items.len(), 3);
}
