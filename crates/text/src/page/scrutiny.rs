//! What does not agree within a page, what is missing from it, and what must not be published as it is.

use std::collections::BTreeSet;

use super::{DateClaim, Finding, Hints, Page, Severity};
use crate::hanzi::is_han;
use crate::width::{excerpt, narrow_str, shorten};
use crate::{date, identifier};

/// Adds what the page as a whole gives cause to ask.
pub(super) fn examine(page: &Page, hints: &Hints, findings: &mut Vec<Finding>) {
    missing(page, findings);
    dates(page, hints, findings);
    personal_data(page, findings);
    figures(page, findings);
    if page.form == super::Form::Text {
        cut_off(page, findings);
    }
}

fn missing(page: &Page, findings: &mut Vec<Finding>) {
    let mut say = |code, severity, sentence: &str| findings.push(Finding::new(code, severity, sentence));
    if page.title.is_none() {
        say("no-title", Severity::Error, "没有找到标题。请填写标题。");
    }
    if page.body_text.chars().filter(|c| is_han(*c)).count() < 5 {
        say(
            "empty-body",
            Severity::Error,
            "没有找到正文。请查看原件是否只有图片、附件，或页面没有保存完整。",
        );
    }
    if page.published_on.is_none() && page.written_on.is_none() {
        say(
            "no-date",
            Severity::Warning,
            "页面没有写明发布日期和成文日期，未作推测。请查证后填写。",
        );
    }
}

fn dates(page: &Page, hints: &Hints, findings: &mut Vec<Finding>) {
    if let (Some(published), Some(written)) = (&page.published_on, &page.written_on)
        && written.on > published.on
    {
        let sentence = format!(
            "发布日期 {} 早于落款的成文日期 {}，两者必有一误。请查证；公开时须注明是原页面所载。",
            published.on, written.on
        );
        let finding = Finding::new("signed-after-published", Severity::Error, sentence);
        findings.push(finding.at(line_with(page, &written.words), written.words.clone()));
    }
    let future = |claim: &&DateClaim| hints.today.is_some_and(|today| claim.on > today);
    for claim in [&page.published_on, &page.written_on]
        .into_iter()
        .flatten()
        .filter(future)
    {
        let sentence = format!("日期 {} 晚于今天。请查证。", claim.on);
        let finding = Finding::new("date-in-future", Severity::Error, sentence);
        findings.push(finding.at(line_with(page, &claim.words), claim.words.clone()));
    }
    for (index, line) in page.body_text.lines().enumerate() {
        for words in date::impossible(line) {
            let sentence = format!("日历上没有“{words}”这一天。请对照原件。");
            findings.push(
                Finding::new("date-impossible", Severity::Warning, sentence).at(Some(index + 1), words),
            );
        }
    }
    catalogue_dates(page, findings);
}

/// The catalogue's 成文日期 against the signature's.
fn catalogue_dates(page: &Page, findings: &mut Vec<Finding>) {
    const WRITTEN: [&str; 6] = [
        "成文日期",
        "成文时间",
        "生成日期",
        "发文日期",
        "发文时间",
        "印发日期",
    ];
    let Some(signed) = &page.written_on else { return };
    let listed = page
        .catalogue
        .iter()
        .filter(|(label, _)| WRITTEN.contains(&label.as_str()));
    for (label, value) in listed {
        if let Some(found) = date::find(value).first().filter(|found| found.on != signed.on) {
            let sentence = format!(
                "目录信息中的{label} {} 与落款日期 {} 不一致。请查证。",
                found.on, signed.on
            );
            let finding = Finding::new("dates-differ", Severity::Warning, sentence);
            findings.push(finding.at(line_with(page, &signed.words), signed.words.clone()));
        }
    }
}

fn line_with(page: &Page, words: &str) -> Option<usize> {
    let lines: Vec<&str> = page.body_text.lines().collect();
    lines
        .iter()
        .rposition(|line| line.contains(words))
        .map(|at| at + 1)
}

fn personal_data(page: &Page, findings: &mut Vec<Finding>) {
    for (index, line) in page.body_text.lines().enumerate() {
        for found in identifier::find(line)
            .into_iter()
            .filter(|found| found.kind.personal())
        {
            let sentence = format!(
                "正文含{}（{}）。公开前请去掉或遮盖；确需公开的，须有法律依据或本人单独同意（个人信息保护法第二十五条）。",
                found.kind.name(),
                found.masked
            );
            // The excerpt goes into reports and logs: the number is masked there too.
            let place = identifier::mask_all(&excerpt_of(line, found.start, found.end));
            findings
                .push(Finding::new("personal-data", Severity::Error, sentence).at(Some(index + 1), place));
        }
    }
}

/// An excerpt that cuts no number in two, since half a number is not recognised and would stay unmasked.
fn excerpt_of(line: &str, start: usize, end: usize) -> String {
    let part = |c: char| crate::width::narrow(c).is_ascii_alphanumeric() || matches!(c, '-' | ' ');
    let words = excerpt(line, start, end, 12);
    let whole = line[..start].chars().rev().take(12).all(|c| !part(c))
        && line[end..].chars().take(12).all(|c| !part(c));
    if whole { words } else { line[start..end].to_owned() }
}

/// An annual report that states two numbers of applications received.
fn figures(page: &Page, findings: &mut Vec<Finding>) {
    let is_report = page
        .title
        .as_deref()
        .is_some_and(|title| title.contains("年度报告") || title.contains("年报"));
    if !is_report {
        return;
    }
    let mut numbers: BTreeSet<u32> = BTreeSet::new();
    let mut places = Vec::new();
    for (index, line) in page.body_text.lines().enumerate() {
        for sentence in line.split_inclusive(['。', '；', ';']) {
            if let Some((number, words)) = applications(sentence) {
                numbers.insert(number);
                places.push((index + 1, words));
            }
        }
    }
    if numbers.len() > 1 {
        let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let sentence = format!("收到的依申请公开数量前后不一：{}。请查证。", list.join("、"));
        let (line, words) = places.pop().unwrap_or_default();
        findings.push(Finding::new("figures-differ", Severity::Warning, sentence).at(Some(line), words));
    }
}

/// `受理依申请公开9条`, `收到依申请公开政府信息15条`: the number, and the words.
fn applications(sentence: &str) -> Option<(u32, String)> {
    let plain = narrow_str(sentence);
    let verb = ["受理", "收到"]
        .iter()
        .filter_map(|verb| plain.find(verb))
        .min()?;
    let subject = verb
        + plain[verb..]
            .find("申请公开")
            .or_else(|| plain[verb..].find("公开申请"))?;
    let rest = &plain[subject..];
    let digits_at = rest.find(|c: char| c.is_ascii_digit())?;
    let near = rest[..digits_at].chars().count() <= 12;
    let digits: String = rest[digits_at..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let counted = rest[digits_at + digits.len()..].starts_with(['条', '件']);
    (near && counted).then_some(())?;
    Some((digits.parse().ok()?, shorten(sentence.trim(), 40)))
}

/// Text that stops in mid-sentence.
fn cut_off(page: &Page, findings: &mut Vec<Finding>) {
    let Some(last) = page.body_text.lines().last() else {
        return;
    };
    let ended = last.ends_with(|c: char| "。！？；：…”’》）】〕.!?;:)]\"".contains(c));
    if !ended && last.chars().count() > 40 {
        let lines = page.body_text.lines().count();
        let place: String = last
            .chars()
            .rev()
            .take(20)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let sentence = "最后一段没有结尾标点，文件可能不完整。请对照原件。";
        findings.push(Finding::new("truncated", Severity::Warning, sentence).at(Some(lines), place));
    }
}
