//! A workbook as powers, or everything that is wrong with it.

use sheet::form::Form;
use sheet::{Line, Page};

use super::super::complete::faults;
use super::super::item::{Power, Risk, RiskLevel, kinds};
use super::{POWERS, RISKS, columns};
use crate::catalogue::Plan;
use crate::catalogue::workbook::FEES;
use crate::catalogue::workbook::book::{Book, Main, Reader, fee, term};

/// Reads a list of powers. `org` tells the code of an organisation from its name or code.
pub fn read(pages: &[Page], org: &dyn Fn(&str) -> Option<String>) -> Plan<Power> {
    let main = Main {
        sheet: POWERS,
        columns: columns::powers(),
        empty: ("这张表没有一行权力。", "请从第二行起填写，一行一项权力。"),
    };
    let mut book = match Book::open(pages, main, org, power) {
        Ok(book) => book,
        Err(plan) => return plan,
    };
    book.part(FEES, &columns::fees(), |form, line, power| {
        power.fees.push(fee(form, line))
    });
    book.part(RISKS, &columns::risks(), risk);
    book.close(faults, |field| match field {
        "org_code" => "org",
        "promised" => "promised_days",
        other => other,
    })
}

fn power(reader: &mut Reader<'_>, line: &Line) -> Power {
    let (code, org_code) = (reader.code(line), reader.office(line, "org"));
    let form = &mut reader.form;
    Power {
        code,
        name: form.needed(line, "name"),
        kind: form.choice(line, "kind", kinds()).unwrap_or_default().to_owned(),
        org_code,
        office: form.text(line, "office"),
        basis: form.list(line, "basis"),
        conditions: form.list(line, "conditions"),
        statutory: term(form, line, "statutory_days", "statutory_unit"),
        promised: term(form, line, "promised_days", "promised_unit"),
        term_note: form.text(line, "term_note"),
        fees: Vec::new(),
        responsibilities: form.list(line, "responsibilities"),
        accountability: form.list(line, "accountability"),
        supervision: form.text(line, "supervision"),
        items: form.list(line, "items"),
        risks: Vec::new(),
    }
}

fn risk(form: &mut Form<'_>, line: &Line, power: &mut Power) {
    let levels: Vec<(RiskLevel, &str)> = RiskLevel::ALL.iter().map(|it| (*it, it.label())).collect();
    power.risks.push(Risk {
        risk: form.needed(line, "risk"),
        step: form.needed(line, "step"),
        level: form.choice(line, "level", &levels).unwrap_or_default(),
        measure: form.text(line, "measure"),
        post: form.text(line, "post"),
    });
}
