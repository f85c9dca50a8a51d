//! A data directory: database, key and witness.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use kernel::Result;
use kernel::db::{Conn, Db};
use kernel::record::{self, Audited};
use ledger::{Audit, SigningKey, VerifierKey, Wanted};
use matters::publication;

use super::findings::Findings;
use super::{refuse, verifier};
use crate::Place;

pub(super) async fn verify(place: &Place, key: Option<&str>) -> Result<Findings> {
    let key = known_key(&place.data, key)?;
    let db = open(place).await?;
    let mut findings = Findings::default();
    let mut conn = db.read().await?;
    let witness = std::fs::read_to_string(place.data.join("ledger/checkpoint")).ok();
    if let Err(error) = ledger_of(&mut conn, &key, witness.as_deref(), &mut findings).await {
        findings.fault(format!("读取账本时数据库出错，其后的记录没有核对：{error}"));
    }
    if let Err(error) = cases(&mut conn, &mut findings).await {
        findings.fault(format!("读取事项时数据库出错：{error}"));
    }
    match publication::audit(&mut conn).await {
        Ok(audit) => {
            findings.fact(format!(
                "重新计算 {} 个版本的摘要值并与记录比对，其中 {} 个来自导入批次",
                audit.editions, audit.imported
            ));
            findings.fact(format!(
                "{} 篇文档的状态、公开时间、显示的版本和撤下说明，{} 个岗位的任免，逐一与记录里的事件比对",
                audit.documents, audit.posts
            ));
            if audit.unaddressed > 0 {
                findings.fact(format!(
                    "其中 {} 个版本的摘要值是旧格式，不含网址：它们的网址没有证明",
                    audit.unaddressed
                ));
            }
            if audit.imported > 0 {
                findings.fact(
                    "导入的内容由验收时的报告证明；它们的网址和索引号在验收时才编定，只核对到与摘要值一致",
                );
            }
            findings.fact("文档的归属单位和责任人、代办授权、未提交的稿件不在证明之内，没有核对");
            findings.faults.extend(audit.problems);
        }
        Err(error) => findings.fault(format!("读取版本时数据库出错，版本没有全部核对：{error}")),
    }
    if !db.is_postgres() {
        pages(&mut conn, &mut findings).await;
    }
    drop(conn);
    db.close().await;
    Ok(findings)
}

async fn open(place: &Place) -> Result<Db> {
    if let Some(url) = &place.postgres {
        return Db::postgres(url).await;
    }
    let file = place.data.join("sundial.db");
    if !file.exists() {
        return Err(refuse(
            format!("{} 里没有数据库。", place.data.display()),
            "请用 --data 指定数据目录；核对网站公开的账本，请用 --url。",
        ));
    }
    Db::sqlite(&file).await.map_err(|error| {
        refuse(
            format!("数据库无法打开：{error}。"),
            "文件可能已经损坏，请用备份核对。",
        )
    })
}

fn known_key(data: &Path, given: Option<&str>) -> Result<VerifierKey> {
    if let Some(given) = given {
        return verifier(given);
    }
    let file = data.join("ledger/key");
    let text = std::fs::read_to_string(&file).map_err(|_| {
        refuse(
            format!("读不到 {} 里的账本密钥。", file.display()),
            "请用 --data 指定数据目录，或者用 --key 给出账本公钥。",
        )
    })?;
    let key: SigningKey = text.trim().parse().map_err(|error| {
        refuse(
            format!("账本密钥文件无法识别：{error}。"),
            "请用 --key 给出账本公钥。",
        )
    })?;
    Ok(key.verifier())
}

/// Leaves, tiles, rows and heads.
async fn ledger_of(
    conn: &mut Conn,
    key: &VerifierKey,
    witness: Option<&str>,
    findings: &mut Findings,
) -> Result<()> {
    let kept = record::checkpoint(conn).await?;
    let Some(mut audit) = begin(kept.as_deref(), witness, key, findings) else {
        let (_, loose) = record::waiting(conn, 0).await?;
        let numbered = record::head_size(conn).await?;
        if numbered + loose > 0 {
            findings.fault(format!(
                "记录了 {} 个事件，却没有可用的签名检查点，账本无从核对",
                numbered + loose
            ));
        } else {
            findings.fact("账本里还没有记录");
        }
        return Ok(());
    };
    let mut erased = 0u64;
    while let Some(wanted) = audit.wanted() {
        match wanted {
            Wanted::Resource(ledger::Resource::Tile(id)) => give(&mut audit, record::tile(conn, &id).await?),
            Wanted::Resource(ledger::Resource::Entries(id)) => {
                give(&mut audit, record::bundle(conn, &id).await?)
            }
            Wanted::Resource(ledger::Resource::Checkpoint) => audit.missing(),
            Wanted::Rows(indices) => {
                let rows = record::audited(conn, indices.clone()).await?;
                erased += rows.iter().filter(|row| row.erased).count() as u64;
                name_rows(&rows, indices, findings);
                let leaves: Vec<_> = rows.into_iter().map(|row| (row.index, row.leaf)).collect();
                audit.rows(&leaves);
            }
        }
    }
    let report = audit.finish();
    findings.take(&report);
    if erased > 0 {
        findings.fact(format!("其中 {erased} 条的理由已依法清除，摘要值不再可验"));
    }
    let (behind, loose) = record::waiting(conn, report.checkpoint.size).await?;
    if behind + loose > 0 {
        findings.fact(format!(
            "另有 {} 个事件在这个检查点之后，尚未签名",
            behind + loose
        ));
    }
    Ok(())
}

/// The audit of the database's newest head, held against the one kept outside.
fn begin(
    kept: Option<&str>,
    witness: Option<&str>,
    key: &VerifierKey,
    findings: &mut Findings,
) -> Option<Audit> {
    let mut opened = None;
    for (note, what) in [
        (kept, "数据库里的签名检查点"),
        (witness, "数据库以外留存的签名检查点"),
    ] {
        let Some(note) = note else { continue };
        match (Audit::new(note, key), &opened) {
            (Ok(audit), None) => opened = Some((audit, note)),
            (Ok(_), Some(_)) => {}
            (Err(error), _) => findings.fault(format!("{what}无效：{error}")),
        }
    }
    let (audit, of) = opened?;
    if kept.is_none() {
        findings.fault("数据库里没有签名检查点，改用数据库以外留存的核对");
    }
    let audit = audit.with_rows();
    match witness {
        None => findings
            .fault("数据库以外留存的签名检查点（ledger/checkpoint）不见了，无从发现末尾的记录是否被删除"),
        Some(witness) if witness != of && Audit::new(witness, key).is_ok() => {
            let again = Audit::new(of, key).ok()?.with_rows();
            match again.with_earlier(witness, key) {
                Ok(audit) => return Some(audit),
                Err(error) => findings.fault(format!("数据库以外留存的签名检查点不能比较：{error}")),
            }
        }
        Some(_) => {}
    }
    Some(audit)
}

fn give(audit: &mut Audit, bytes: Option<Vec<u8>>) {
    match bytes {
        Some(bytes) => audit.supply(&bytes),
        None => audit.missing(),
    }
}

/// Names the columns that say otherwise than their leaf, and the indices that have no row.
fn name_rows(rows: &[Audited], indices: Range<u64>, findings: &mut Findings) {
    for row in rows.iter().filter(|row| !row.differing.is_empty()) {
        findings.fault(format!(
            "索引 {}（事项 {} 第 {} 个事件）在数据库里被改动过的是：{}",
            row.index,
            row.case_id,
            row.seq,
            row.differing.join("、")
        ));
    }
    let there: BTreeSet<u64> = rows.iter().map(|row| row.index).collect();
    for index in indices.filter(|index| !there.contains(index)) {
        findings.fault(format!("索引 {index} 的事件在数据库里不见了"));
    }
}

/// Damage of the file itself, also where nobody's words are.
async fn pages(conn: &mut Conn, findings: &mut Findings) {
    let said = kernel::db::integrity(conn).await;
    match said {
        Ok(said) if said == ["ok"] => findings.fact("数据库文件的结构完好"),
        Ok(said) => said
            .iter()
            .for_each(|line| findings.fault(format!("数据库文件的结构已损坏：{line}"))),
        Err(error) => findings.fault(format!("数据库文件的结构无法检查：{error}")),
    }
}

async fn cases(conn: &mut Conn, findings: &mut Findings) -> Result<()> {
    for (number, counted, there) in record::miscounted(conn).await? {
        findings.fault(format!(
            "事项 {number} 应有 {counted} 个事件，数据库里有 {there} 个"
        ));
    }
    Ok(())
}
