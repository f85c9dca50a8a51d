//! A site's public ledger, over plain HTTP, held against the head kept from last time.

use std::path::{Path, PathBuf};

use kernel::Result;
use ledger::{Audit, Resource, VerifierKey, Wanted};

use super::findings::Findings;
use super::http::Site;
use super::{refuse, verifier};

pub(super) async fn verify(url: &str, key: Option<&str>, kept: Option<&Path>) -> Result<Findings> {
    let site = Site::parse(url)?;
    let file = kept.map_or_else(
        || PathBuf::from(format!("{}.checkpoint", site.file_name())),
        Path::to_path_buf,
    );
    let last = Kept::read(&file)?;
    let mut findings = Findings::default();
    let key = agreed_key(&site, key, last.as_ref(), &mut findings).await?;
    let note = site.get(&address(&Resource::Checkpoint)).await?.ok_or_else(|| {
        refuse(
            format!("{url} 没有公开账本，或者账本还没有签过名。"),
            "请核对地址；刚建站的，稍后再试。",
        )
    })?;
    let note = String::from_utf8_lossy(&note).into_owned();
    match begin(&note, &key, last.as_ref(), &mut findings) {
        Some(audit) => findings.take(&walk(&site, audit).await?),
        None => return Ok(findings),
    }
    if findings.is_clean() {
        Kept { key, note }.write(&file)?;
        findings.fact(format!(
            "这次的检查点留存在 {}，请妥善保存，下次核对时与它比较",
            file.display()
        ));
    }
    Ok(findings)
}

/// Where a ledger's resource stands below the site's address.
fn address(resource: &Resource) -> String {
    format!("ledger/{resource}")
}

fn begin(note: &str, key: &VerifierKey, last: Option<&Kept>, findings: &mut Findings) -> Option<Audit> {
    let begun = |note: &str| Audit::new(note, key);
    let audit = match begun(note) {
        Ok(audit) => audit,
        Err(error) => {
            findings.fault(format!("网站的签名检查点无效：{error}"));
            return None;
        }
    };
    let Some(last) = last else {
        findings.fact("这是第一次核对，没有以前的检查点可以比较");
        return Some(audit);
    };
    match audit.with_earlier(&last.note, key) {
        Ok(audit) => {
            findings.fact("与上次留存的检查点比较过");
            Some(audit)
        }
        Err(error) => {
            findings.fault(format!("与上次留存的检查点不能比较：{error}"));
            begun(note).ok()
        }
    }
}

async fn walk(site: &Site, mut audit: Audit) -> Result<ledger::Report> {
    while let Some(wanted) = audit.wanted() {
        match wanted {
            Wanted::Resource(resource) => match site.get(&address(&resource)).await? {
                Some(bytes) => audit.supply(&bytes),
                None => audit.missing(),
            },
            Wanted::Rows(_) => audit.missing(),
        }
    }
    Ok(audit.finish())
}

/// The key that the person gave, the one kept from last time, or, at first, the site's own word.
async fn agreed_key(
    site: &Site,
    given: Option<&str>,
    last: Option<&Kept>,
    findings: &mut Findings,
) -> Result<VerifierKey> {
    if let Some(given) = given {
        let given = verifier(given)?;
        if last.is_some_and(|last| last.key.to_string() != given.to_string()) {
            findings.fault("给出的公钥与上次留存的不同");
        }
        return Ok(given);
    }
    if let Some(last) = last {
        return Ok(last.key.clone());
    }
    let offered = site.get("ledger/key").await?;
    let offered =
        offered.ok_or_else(|| refuse("网站没有给出账本公钥。", "请用 --key 给出公布的账本公钥。"))?;
    let key = verifier(String::from_utf8_lossy(&offered).trim())?;
    findings.fact(format!("公钥 {key} 取自被核对的网站自己，请与它在别处公布的核对"));
    Ok(key)
}

/// Key and head from last time: the key's line, an empty line, the signed note.
struct Kept {
    key: VerifierKey,
    note: String,
}

impl Kept {
    fn read(file: &Path) -> Result<Option<Kept>> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(refuse(
                    format!("读不到留存的检查点 {}：{error}。", file.display()),
                    "请核对 --kept。",
                ));
            }
        };
        let parts = text
            .split_once("\n\n")
            .and_then(|(key, note)| Some((key.trim().parse().ok()?, note)));
        let (key, note) = parts.ok_or_else(|| {
            refuse(
                format!("{} 不是留存的检查点。", file.display()),
                "请用 --kept 指定另一个文件，不要删改留存的检查点。",
            )
        })?;
        Ok(Some(Kept {
            key,
            note: note.to_owned(),
        }))
    }

    fn write(&self, file: &Path) -> Result<()> {
        std::fs::write(file, format!("{}\n\n{}", self.key, self.note)).map_err(|error| {
            refuse(
                format!("检查点不能留存到 {}：{error}。", file.display()),
                "请用 --kept 指定有写权限的位置。",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let origin = ledger::Origin::demo("county.example/ledger").unwrap();
        let key = ledger::SigningKey::from_seed(&origin, [7; 32]).verifier();
        let file = std::env::temp_dir().join(format!("sundial-kept-{}", std::process::id()));
        let kept = Kept {
            key,
            note: "county.example\n1\nx\n\n— a b\n".to_owned(),
        };
        kept.write(&file).unwrap();
        let again = Kept::read(&file).unwrap().unwrap();
        assert_eq!(
            (again.key.to_string(), &again.note),
            (kept.key.to_string(), &kept.note)
        );
        std::fs::write(&file, "x").unwrap();
        assert!(Kept::read(&file).is_err());
        std::fs::remove_file(&file).unwrap();
        assert!(Kept::read(&file).unwrap().is_none());
    }
}
