//! The parts of the form: on one page where there is room, one thing a page in 长者版.

use kernel::Issue;
use matters::request::{self, filing::Form};

use crate::form::Errors;

/// A part: which page it is on, and what is asked there.
pub(super) struct Part {
    pub page: &'static str,
    pub number: u8,
    pub title: &'static str,
    pub fields: &'static [&'static str],
}

pub(super) const WANTED: &str = "/apply/wanted";
pub(super) const WHO: &str = "/apply/who";

/// In the order in which they are asked. How the answer is to come stands before addresses, because it says
/// which of them is needed.
pub(super) const PARTS: [Part; 6] = [
    Part {
        page: WANTED,
        number: 1,
        title: "您要哪一份信息",
        fields: &["info_name", "info_number", "info_features"],
    },
    Part {
        page: WANTED,
        number: 2,
        title: "要哪种形式",
        fields: &["form_wanted"],
    },
    Part {
        page: WHO,
        number: 1,
        title: "谁来申请",
        fields: &["kind", "name", "contact_person"],
    },
    Part {
        page: WHO,
        number: 2,
        title: "身份证明",
        fields: &["identity_kind", "identity_number", "files"],
    },
    Part {
        page: WHO,
        number: 3,
        title: "答复怎么交给您",
        fields: &["delivery_way"],
    },
    Part {
        page: WHO,
        number: 4,
        title: "怎么联系您",
        fields: &["phone", "email", "address", "postcode", "help_wanted"],
    },
];

/// The part of a page; 0 is the whole page, which is all that is asked for outside 长者版.
pub(super) fn number(page: &str, asked: &str, elder: bool) -> u8 {
    let known = |number: &u8| {
        PARTS
            .iter()
            .any(|part| part.page == page && part.number == *number)
    };
    match asked.parse().ok().filter(known) {
        Some(number) => number,
        None => u8::from(elder),
    }
}

/// True when a field stands on this part of the page.
pub(super) fn holds(page: &str, number: u8, field: &str) -> bool {
    PARTS
        .iter()
        .filter(|part| part.page == page && (number == 0 || part.number == number))
        .any(|part| part.fields.contains(&field))
}

/// Its heading; the page's own where it is the whole.
pub(super) fn title(page: &str, number: u8, whole: &'static str) -> &'static str {
    PARTS
        .iter()
        .find(|part| part.page == page && part.number == number)
        .map_or(whole, |part| part.title)
}

/// The address of a field, for whoever wants to change it.
pub(super) fn address(field: &str, elder: bool) -> String {
    let Some(part) = PARTS.iter().find(|part| part.fields.contains(&field)) else {
        return "/apply".to_owned();
    };
    match elder {
        true => format!("{}?part={}&back=check#{field}", part.page, part.number),
        false => format!("{}?back=check#{field}", part.page),
    }
}

/// Where one goes after this part was filled in: the next part of the page, or what follows the page.
pub(super) fn after(page: &str, number: u8, follows: &str) -> String {
    let next = PARTS
        .iter()
        .find(|part| part.page == page && number > 0 && part.number == number + 1);
    next.map_or_else(
        || follows.to_owned(),
        |part| format!("{page}?part={}", part.number),
    )
}

/// Everything that is wrong with what stands on this part, in the order of the page.
pub(super) fn problems(form: &Form, page: &str, number: u8) -> Errors {
    let mut issues = all_problems(form);
    issues.retain(|issue| {
        issue
            .field
            .as_deref()
            .is_some_and(|field| holds(page, number, field))
    });
    Errors::of_issues(&issues)
}

/// Everything that is wrong with the form, in the order of its pages.
pub(super) fn all_problems(form: &Form) -> Vec<Issue> {
    let mut issues = request::problems(&form.application, false);
    let place = |issue: &Issue| {
        let field = issue.field.as_deref().unwrap_or_default();
        PARTS
            .iter()
            .flat_map(|part| part.fields)
            .position(|known| *known == field)
    };
    issues.sort_by_key(place);
    issues
}

/// The first page on which something is missing, or the one where everything is checked.
pub(super) fn onward(form: &Form) -> &'static str {
    if form.org_id == 0 {
        return "/apply";
    }
    [WANTED, WHO]
        .into_iter()
        .find(|page| !problems(form, page, 0).is_empty())
        .unwrap_or("/apply/check")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_stands_on_exactly_one_part() {
        let form = Form::default();
        let all = all_problems(&form);
        for issue in &all {
            let field = issue.field.as_deref().unwrap();
            let on = PARTS.iter().filter(|part| part.fields.contains(&field)).count();
            assert_eq!(on, 1, "{field}");
        }
        let told: usize = PARTS
            .iter()
            .map(|part| problems(&form, part.page, part.number).len())
            .sum();
        assert_eq!(told, all.len());
    }

    #[test]
    fn parts_follow_each_other() {
        assert_eq!(after(WANTED, 0, "/apply/found"), "/apply/found");
        assert_eq!(after(WANTED, 1, "/apply/found"), "/apply/wanted?part=2");
        assert_eq!(after(WHO, 4, "/apply/check"), "/apply/check");
        assert_eq!(
            (
                number(WHO, "", true),
                number(WHO, "", false),
                number(WHO, "9", true)
            ),
            (1, 0, 1)
        );
        assert_eq!(onward(&Form::default()), "/apply");
        assert_eq!(
            onward(&Form {
                org_id: 1,
                ..Form::default()
            }),
            WANTED
        );
    }
}
