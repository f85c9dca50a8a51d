//! 申请表 on a page: what an item asks ([`office::form`]) as controls, and what was answered as a list to be checked.
//!
//! One component for whoever fills a form in: the applicant on the portal, the clerk at the window, the keeper who tries
//! it. It needs no script: buttons inside the form add and take out rows and show what else is asked.
//!
//! ```text
//! page struct:   drawn: fields::Drawn            answers: Vec<fields::AnswerGroup>
//! template:      {% import "fields.html" as fields %}
//!                <form method="post" action="{{ here }}" enctype="multipart/form-data" data-dirty>
//!                  {{ parts::csrf(csrf) }}
//!                  {{ fields::controls(drawn) }}      {{ fields::answers(answers, change=here) }}
//! handler:       let files: Vec<Attached> = …         what this applicant uploaded with the form before
//!                let came = fields::receive(&all, &chosen, &sent, &files, today);
//!                keep the bytes of came.taken; keep came.answers for whoever goes on later
//!                if came.whole && came.errors.is_empty() { take came.answers.kept(&all, &chosen) }
//!                else { draw(came.answers, came.errors): the page again, 422 where errors has any }
//! ```
//!
//! # Invariants
//! - What was typed comes back, right or wrong; what is not asked any more goes along unseen until the answers are kept.
//! - A control's id is its name; what is wrong stands beside it and in the summary in the same words.
//! - A button in the form leads back to its own place: it changes what is shown and judges nothing.

mod answers;
mod draw;
mod receive;
mod view;

#[cfg(test)]
pub(crate) mod tests;

pub use answers::{AnswerGroup, AnswerView, answers};
pub use draw::{Filling, draw};
pub use receive::{Received, Taken, receive};
pub use view::{Control, Drawn, FileView, Group, Part, RowView, Section};
