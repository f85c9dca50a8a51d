//! What a verification found, in Chinese.

use std::fmt;

use ledger::Report;

/// Faults and facts, each a sentence.
#[derive(Debug, Default)]
pub struct Findings {
    /// What was checked and fits.
    pub facts: Vec<String>,
    /// What does not, with its place.
    pub faults: Vec<String>,
}

impl Findings {
    /// Is nothing wrong?
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// One thing that was checked.
    pub fn fact(&mut self, sentence: impl Into<String>) {
        self.facts.push(sentence.into());
    }

    /// One thing that is wrong.
    pub fn fault(&mut self, sentence: impl Into<String>) {
        self.faults.push(sentence.into());
    }

    /// Takes over an audit's report.
    pub fn take(&mut self, report: &Report) {
        let head = &report.checkpoint;
        let mut fact = format!(
            "账本 {}：签名检查点 {} 条，读到记录 {} 条、事项 {} 个",
            head.origin, head.size, report.entries, report.cases
        );
        if report.rows > 0 {
            fact.push_str(&format!("，从数据库各列重新编码并比对 {} 条", report.rows));
        }
        self.facts.push(fact);
        self.faults
            .extend(report.problems.iter().map(ToString::to_string));
        if report.more > 0 {
            self.fault(format!("账本另有 {} 处问题未逐一列出", report.more));
        }
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fact in &self.facts {
            writeln!(f, "{fact}。")?;
        }
        if self.is_clean() {
            return writeln!(f, "全部相符，没有发现问题。");
        }
        writeln!(f, "发现 {} 处问题：", self.faults.len())?;
        for fault in &self.faults {
            writeln!(f, "· {fault}")?;
        }
        writeln!(
            f,
            "请立即停止改动、保全数据库和日志，并与留存的检查点和备份比对。"
        )
    }
}
