//! 正本核验: is this text, or this digest, what was published, and since when.

use askama::Template;
use axum::extract::{Query, State};
use kernel::Result;
use kernel::time::minute_text;
use matters::publication::{Article, DOCUMENT, PublicEdition, PublicReader, Visible};
use serde::Deserialize;

use super::difference::Passage;
use super::frame::Shell;
use super::hits;
use super::page::{Ask, Drawn};
use super::stretch::{self, Folded, Stretch, folded};
use crate::App;
use crate::door::{FormToken, PageResult, SafeForm};
use crate::form::Errors;
use crate::workbench::NavLink;

/// Documents looked at when no address was given.
const CANDIDATES: usize = 5;
/// Short pieces of a passage that are looked for besides its longest sentences.
const PIECES: usize = 12;
/// A passage shorter than this proves nothing.
const PASSAGE: usize = 20;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pasted {
    address: String,
    digest: String,
    text: String,
}

#[derive(Template)]
#[template(path = "portal/verify.html")]
struct VerifyPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    pasted: Pasted,
    errors: Errors,
    verdict: Option<Verdict>,
}

/// What was found, in words.
struct Verdict {
    /// The same, in full or in part.
    genuine: bool,
    headline: String,
    lines: Vec<String>,
    href: String,
    title: String,
    passages: Vec<Passage>,
}

pub(super) async fn form(ask: Ask, Query(pasted): Query<Pasted>, token: FormToken) -> PageResult {
    let verdict = if pasted.digest.is_empty() {
        None
    } else {
        by_digest(&ask, &pasted.digest).await?
    };
    draw(&ask, token, pasted, Errors::none(), verdict)
}

pub(super) async fn check(
    State(_): State<App>,
    ask: Ask,
    token: FormToken,
    SafeForm(pasted): SafeForm<Pasted>,
) -> PageResult {
    let errors = problems(&pasted);
    if !errors.is_empty() {
        return draw(&ask, token, pasted, errors, None);
    }
    let verdict = if pasted.digest.trim().is_empty() {
        by_text(&ask, &pasted).await?
    } else {
        by_digest(&ask, &pasted.digest).await?
    };
    draw(&ask, token, pasted, Errors::none(), verdict)
}

fn draw(ask: &Ask, token: FormToken, pasted: Pasted, errors: Errors, verdict: Option<Verdict>) -> PageResult {
    let page = VerifyPage {
        shell: ask.shell("/verify"),
        trail: ask.frame.trail(None, "正本核验"),
        csrf: token.0,
        pasted,
        errors,
        verdict,
    };
    ask.private(Drawn::new(&page)?)
}

fn problems(pasted: &Pasted) -> Errors {
    let mut errors = Errors::none();
    let digest = pasted.digest.trim();
    if digest.is_empty() && pasted.text.trim().is_empty() {
        errors.add("text", "请粘贴要核对的文字，或者填写摘要。");
    }
    if !digest.is_empty() && hex(digest).is_none() {
        errors.add(
            "digest",
            "摘要是 64 个字符，只有数字和字母 a 到 f。请从凭证或者文件页上完整复制。",
        );
    }
    if !pasted.address.trim().is_empty() && slug(&pasted.address).is_none() {
        errors.add(
            "address",
            "这不是本站文件的网址。文件的网址里有 /d/ 和编号；不知道可以不填。",
        );
    }
    errors
}

fn hex(digest: &str) -> Option<String> {
    let digest = digest.trim().to_ascii_lowercase();
    (digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digest)
}

/// The document's part of an address, as it was copied from a browser or from paper.
fn slug(address: &str) -> Option<String> {
    let after = address.trim().split_once("/d/").map(|(_, after)| after)?;
    let slug: String = after
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    (!slug.is_empty()).then_some(slug)
}

async fn by_digest(ask: &Ask, digest: &str) -> Result<Option<Verdict>> {
    let Some(digest) = hex(digest) else {
        return Ok(None);
    };
    let mut conn = ask.conn().await?;
    let found = PublicReader::new(&mut conn).by_digest(&digest).await?;
    Ok(Some(match found {
        Some(known) => Verdict {
            genuine: true,
            headline: "是正本的摘要".into(),
            lines: vec![match known.ended_at {
                None => format!("{} 发布，至今有效公开。", minute_text(known.published_at)),
                Some(ended) => format!(
                    "{} 发布，{} 被新版取代，是旧版。",
                    minute_text(known.published_at),
                    minute_text(ended)
                ),
            }],
            href: format!("/d/{}", known.slug),
            title: known.title,
            passages: Vec::new(),
        },
        None => unknown("现在公开的文件里，没有哪一版是这个摘要。请检查是否复制完整；已撤回的文件不再核验。"),
    }))
}

async fn by_text(ask: &Ask, pasted: &Pasted) -> Result<Option<Verdict>> {
    let candidates = match slug(&pasted.address) {
        Some(slug) => vec![slug],
        None => candidates(ask, &pasted.text).await?,
    };
    let mut conn = ask.conn().await?;
    let mut reader = PublicReader::new(&mut conn);
    let mut articles = Vec::new();
    for slug in candidates {
        match reader.at(&slug).await? {
            Some(Visible::Article(article)) => articles.push(*article),
            Some(Visible::Tombstone(_)) if !pasted.address.is_empty() => {
                return Ok(Some(unknown(
                    "这个网址的文件已经下线或者撤回，不再核验。原因写在那个网址上。",
                )));
            }
            _ => {}
        }
    }
    let passage = folded(&pasted.text);
    for article in &articles {
        if let Some(verdict) = compare(article, &pasted.text, &passage) {
            return Ok(Some(verdict));
        }
    }
    if passage.chars.len() < PASSAGE {
        return Ok(Some(too_short(passage.chars.len())));
    }
    let nearest = articles
        .iter()
        .filter_map(|article| Some((article, stretch::find(&folded(&full(article)), &passage)?)))
        .max_by_key(|(_, stretch)| stretch.shared);
    Ok(Some(match nearest {
        Some((article, stretch)) => different(article, &pasted.text, stretch),
        None if pasted.address.is_empty() => {
            unknown("没有找到与它对应的公开文件。知道网址的，填上网址再核对一次。")
        }
        None => {
            unknown("这个网址的文件里没有这段文字，也没有与它相近的文字。请检查网址；不知道网址的可以不填。")
        }
    }))
}

/// The current edition from its title to its end.
fn full(article: &Article) -> String {
    let content = &article.current.content;
    format!("{}\n{}", content.title, text::sanitise::plain_text(&content.body))
}

/// Documents in which words of the pasted text stand, those with most of them first.
async fn candidates(ask: &Ask, text: &str) -> Result<Vec<String>> {
    let mut votes: Vec<(String, usize)> = Vec::new();
    for words in probes(text) {
        let query = search::Query {
            text: format!("\"{words}\""),
            limit: CANDIDATES,
            kind: Some(DOCUMENT.to_owned()),
            ..search::Query::default()
        };
        for item in hits::search(&ask.app, query).await?.items {
            let Some(found) = slug(&item.url) else { continue };
            match votes.iter_mut().find(|(known, _)| *known == found) {
                Some((_, count)) => *count += 1,
                None => votes.push((found, 1)),
            }
        }
    }
    votes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(votes.into_iter().take(CANDIDATES).map(|(slug, _)| slug).collect())
}

/// What to look for: the longest sentences, and short pieces from all over the text, since a changed word
/// spoils only the piece it stands in.
fn probes(text: &str) -> Vec<String> {
    let words = |c: char| !(c.is_alphanumeric() || matches!(c, '〔' | '〕'));
    let mut sentences: Vec<Vec<char>> = text
        .split(words)
        .map(|sentence| sentence.chars().collect())
        .filter(|sentence: &Vec<char>| sentence.len() >= 4)
        .collect();
    let pieces: Vec<String> = sentences
        .iter()
        .flat_map(|sentence| sentence.chunks(8))
        .filter(|piece| piece.len() >= 4)
        .map(|piece| piece.iter().collect())
        .collect();
    let step = pieces.len().div_ceil(PIECES).max(1);
    sentences.sort_by_key(|sentence| std::cmp::Reverse(sentence.len()));
    let longest = sentences
        .iter()
        .take(CANDIDATES)
        .map(|sentence| sentence.iter().take(24).collect());
    longest.chain(pieces.into_iter().step_by(step)).collect()
}

/// The edition that says exactly this, newest first; or one that contains it word for word.
fn compare(article: &Article, pasted: &str, passage: &Folded) -> Option<Verdict> {
    let editions = || {
        article.editions.iter().rev().map(|edition| {
            let body = text::sanitise::plain_text(&edition.content.body);
            (edition, format!("{}\n{body}", edition.content.title), body)
        })
    };
    let whole = editions().find(|(_, titled, body)| {
        folded(body).chars == passage.chars || folded(titled).chars == passage.chars
    });
    let exactly = |original: &str| match bare(original).contains(&bare(pasted)) {
        true => "一字不差",
        false => "字字相同，只是繁体、简体写法不同",
    };
    if let Some((edition, titled, _)) = whole {
        return Some(same(
            article,
            edition,
            &format!("与公开的正本{}", exactly(&titled)),
        ));
    }
    if passage.chars.len() < PASSAGE {
        return None;
    }
    let words: String = passage.chars.iter().collect();
    let holds = |text: &str| folded(text).chars.iter().collect::<String>().contains(&words);
    let part = editions().find(|(_, titled, _)| holds(titled));
    part.map(|(edition, titled, _)| {
        same(
            article,
            edition,
            &format!("是公开的正本里的一段，{}", exactly(&titled)),
        )
    })
}

/// Without spaces and line ends, which copying changes; every other character counts.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}'))
        .collect()
}

fn same(article: &Article, edition: &PublicEdition, headline: &str) -> Verdict {
    let standing = match edition.ended_at {
        None => "是现行版本".to_owned(),
        Some(ended) => format!("是旧版，{} 被新版取代", minute_text(ended)),
    };
    let published = minute_text(edition.published_at);
    Verdict {
        genuine: true,
        headline: headline.into(),
        lines: vec![
            format!("第 {} 版，{published} 发布，{standing}。", edition.ordinal),
            "只比较文字；空格和换行不计，附件请用附件自己的摘要核对。".into(),
        ],
        href: format!("/d/{}/editions/{}", article.slug, edition.ordinal),
        title: edition.content.title.clone(),
        passages: Vec::new(),
    }
}

fn different(article: &Article, pasted: &str, stretch: Stretch) -> Verdict {
    Verdict {
        genuine: false,
        headline: "与公开的正本不一样".into(),
        lines: vec![format!(
            "下面是与现行第 {} 版里最相近的一段的对照：划去的字您的文字里没有，加上的字正本里没有。空格、换行和繁体、简体的不同不计。",
            article.current.ordinal
        )],
        href: format!("/d/{}", article.slug),
        title: article.current.content.title.clone(),
        passages: stretch::differences(&full(article), pasted, stretch),
    }
}

fn too_short(length: usize) -> Verdict {
    Verdict {
        genuine: false,
        headline: "太短，无法核对".into(),
        lines: vec![format!(
            "只有 {length} 个字，许多文件里都可能有。请粘贴至少 {PASSAGE} 个字的一段，最好是整段或者整篇。"
        )],
        href: String::new(),
        title: String::new(),
        passages: Vec::new(),
    }
}

fn unknown(sentence: &str) -> Verdict {
    Verdict {
        genuine: false,
        headline: "没有找到一致的正本".into(),
        lines: vec![
            sentence.into(),
            "没有找到不等于是假的：可能没有公开过。拿不准请打电话问发文机关。".into(),
        ],
        href: String::new(),
        title: String::new(),
        passages: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_from_any_copy_of_it() {
        for (address, expected) in [
            ("/d/2026-00012", Some("2026-00012")),
            (
                " https://www.qingchuan.gov.example/d/2026-00012/editions/2?x=1 ",
                Some("2026-00012"),
            ),
            ("2026-00012", None),
            ("/d/", None),
        ] {
            assert_eq!(slug(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn only_spaces_are_forgiven() {
        assert_eq!(
            bare("第一条　为了 公开，\r\n\u{feff}特制定。"),
            "第一条为了公开，特制定。"
        );
        assert_ne!(bare("返还60%"), bare("返还６０％"));
    }

    #[test]
    fn every_problem_is_named_at_its_field() {
        let pasted = Pasted {
            address: "x".into(),
            digest: "12".into(),
            text: String::new(),
        };
        let errors = problems(&pasted);
        assert!(!errors.of("digest").is_empty() && !errors.of("address").is_empty());
        assert!(!problems(&Pasted::default()).of("text").is_empty());
        assert!(
            problems(&Pasted {
                digest: "ab".repeat(32),
                ..Pasted::default()
            })
            .is_empty()
        );
    }
}
