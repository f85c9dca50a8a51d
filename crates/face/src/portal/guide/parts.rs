//! What the guide says of an item, as its page and its short page show it.

use std::collections::HashMap;

use office::catalogue::{self, Fee, Item, ItemFile, Material};

use crate::portal::page::encode;
use crate::portal::shape::{Fact, FileItem};

/// A material, with the forms that can be had.
pub(super) struct MaterialView {
    pub name: String,
    pub how: String,
    pub source: &'static str,
    pub notes: String,
    pub needed: bool,
    pub may_follow: bool,
    pub files: Vec<FileItem>,
}

impl MaterialView {
    /// Links to files that are kept, and to no others.
    pub fn of(it: &Material, code: &str, files: &[ItemFile]) -> MaterialView {
        let kept: HashMap<&str, &ItemFile> = files.iter().map(|file| (file.name.as_str(), file)).collect();
        let named = [(&it.blank_form, "空白表格"), (&it.sample_form, "样表")];
        let links = named.into_iter().filter_map(|(name, label)| {
            let file = kept.get(name.as_str())?;
            Some(FileItem::of_item(code, file, label))
        });
        MaterialView {
            name: it.name.clone(),
            how: format!("{} {} 份", it.kind.label(), it.copies),
            source: it.source.label(),
            notes: it.notes.clone(),
            needed: it.needed,
            may_follow: it.may_follow,
            files: links.collect(),
        }
    }
}

/// A question about the applicant's situation, with what was answered.
pub(super) struct QuestionView {
    pub name: String,
    pub text: String,
    pub options: Vec<(String, bool)>,
}

impl QuestionView {
    pub fn of(it: &catalogue::Question, answers: &[(String, String)]) -> QuestionView {
        let said = answers
            .iter()
            .find(|(code, _)| *code == it.code)
            .map(|(_, said)| said);
        QuestionView {
            name: format!("q.{}", it.code),
            text: it.text.clone(),
            options: it
                .options
                .iter()
                .map(|one| (one.clone(), said == Some(one)))
                .collect(),
        }
    }
}

/// The situation that the answers describe, for whoever takes the list away on paper.
pub(super) fn situation(item: &Item, answers: &[(String, String)]) -> String {
    let said = item.questions.iter().filter_map(|it| {
        let (_, said) = answers.iter().find(|(code, _)| *code == it.code)?;
        it.options.contains(said).then(|| format!("{}{said}", it.text))
    });
    said.collect::<Vec<_>>().join("；")
}

/// How much, in one line.
pub(super) fn fee(item: &Item) -> String {
    let one = |it: &Fee| format!("{}：{}", it.name, it.tariff);
    match item.fees.as_slice() {
        [] => "不收费".to_owned(),
        fees => fees.iter().map(one).collect::<Vec<_>>().join("；"),
    }
}

/// How long, how much, how often one comes: what most look for.
pub(super) fn brief(item: &Item) -> Vec<(&'static str, String)> {
    let visits = match item.visits {
        Some(0) => "不用到现场".to_owned(),
        Some(times) => format!("到现场 {times} 次"),
        None => String::new(),
    };
    let rows = [
        ("承诺时限", item.promised.text()),
        ("法定时限", item.statutory.text()),
        ("费用", fee(item)),
        ("跑几次", visits),
        ("办好以后", outcome(item)),
    ];
    rows.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn outcome(item: &Item) -> String {
    match (item.result_name.is_empty(), item.by_post) {
        (true, _) => String::new(),
        (false, true) => format!("发{}，可以邮寄", item.result_name),
        (false, false) => format!("发{}", item.result_name),
    }
}

/// The rest of what an item says of itself.
pub(super) fn facts(item: &Item) -> Vec<Fact> {
    let audience: Vec<&str> = item.audience.iter().map(|it| it.label()).collect();
    let yes = |held: bool, text: &str| if held { text.to_owned() } else { String::new() };
    Fact::present(vec![
        Fact::new("办件类型", item.handling.label()),
        Fact::new("服务对象", audience.join("、")),
        Fact::new("服务主题", item.theme.clone()),
        Fact::new("承办机构", item.handling_office.clone()),
        Fact::new("行使层级", item.level.label()),
        Fact::new("办理形式", item.ways.join("、")),
        Fact::new("结果类型", item.result_kind.clone()),
        Fact::new("网上支付", yes(item.pays_online, "支持")),
        Fact::new("通办范围", item.reach.clone()),
        Fact::new("数量限制", item.quota.clone()),
        Fact::new("年审年检", item.yearly.clone()),
        Fact::new("中介服务", item.intermediary.clone()),
        Fact::new("投诉渠道", item.complaint.clone()),
        Fact::new("时限说明", item.term_note.clone()).wide(),
        Fact::new("事项编码", item.code.clone()),
        Fact::new("基本编码", item.base_code.clone()),
    ])
}

impl FileItem {
    /// A form of an item; `label` says what it is for.
    pub(super) fn of_item(code: &str, file: &ItemFile, label: &str) -> FileItem {
        FileItem::named(
            label,
            &file.name,
            format!("/services/{code}/files/{}", encode(&file.name)),
            file.size_bytes,
        )
    }
}

/// What is said of a question of law is shown without our own mark for “known, not looked up”.
pub(super) fn without_mark(text: &str) -> String {
    text.replace("[K]", "")
        .replace("，可调整", "")
        .trim_end()
        .to_owned()
}

/// The code to scan for a page.
pub(super) struct QrView {
    pub width: usize,
    pub path: String,
    pub address: String,
}

impl QrView {
    /// Nothing where the site does not know its own domain.
    pub fn of(address: String) -> Option<QrView> {
        let (width, path) = typeset::qr_path(&address).filter(|_| !address.is_empty())?;
        Some(QrView { width, path, address })
    }
}
