//! Due dates for a personal calendar: iCalendar, RFC 5545.

use jiff::{Timestamp, civil::Date};

/// A due date to be put into a calendar.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// Unique and lasting, for instance `case-17@example.gov.cn`: an import with the same
    /// identifier replaces the earlier one.
    pub uid: String,
    /// One line, for instance the public number and what is due.
    pub summary: String,
    /// Further lines; may be empty. [`View::describe`](crate::View::describe) fits here.
    pub description: String,
    /// Address of the case or item, if it has one.
    pub url: Option<String>,
    /// The last day in time.
    pub due_on: Date,
    /// Whether the day may still move.
    pub provisional: bool,
    /// When to ring, if at all.
    pub alarm_at: Option<Timestamp>,
    /// When this was made.
    pub made_at: Timestamp,
}

/// An iCalendar file with one all-day event per reminder, which does not block the day.
/// Lines end in CR LF and are folded at 75 octets; served as `text/calendar; charset=utf-8`.
pub fn due_dates_ics(reminders: &[Reminder]) -> String {
    let mut file = File(String::new());
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Sundial//Calendar//ZH");
    file.line("CALSCALE:GREGORIAN");
    reminders.iter().for_each(|reminder| file.event(reminder));
    file.line("END:VCALENDAR");
    file.0
}

struct File(String);

impl File {
    fn event(&mut self, reminder: &Reminder) {
        let summary = if reminder.provisional { "（暂定）" } else { "" }.to_owned() + &reminder.summary;
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}", escaped(&reminder.uid)));
        self.line(&format!("DTSTAMP:{}", utc(reminder.made_at)));
        self.line(&format!("DTSTART;VALUE=DATE:{}", basic(reminder.due_on)));
        if let Ok(next) = reminder.due_on.tomorrow() {
            self.line(&format!("DTEND;VALUE=DATE:{}", basic(next)));
        }
        self.line(&format!("SUMMARY:{}", escaped(&summary)));
        if !reminder.description.is_empty() {
            self.line(&format!("DESCRIPTION:{}", escaped(&reminder.description)));
        }
        if let Some(url) = &reminder.url {
            // A URI is not escaped; what could end the line is not part of one.
            let url: String = url
                .chars()
                .filter(|c| !c.is_control() && !c.is_whitespace())
                .collect();
            self.line(&format!("URL:{url}"));
        }
        self.line(if reminder.provisional {
            "STATUS:TENTATIVE"
        } else {
            "STATUS:CONFIRMED"
        });
        self.line("TRANSP:TRANSPARENT");
        if let Some(at) = reminder.alarm_at {
            self.alarm(at, &summary);
        }
        self.line("END:VEVENT");
    }

    fn alarm(&mut self, at: Timestamp, summary: &str) {
        self.line("BEGIN:VALARM");
        self.line("ACTION:DISPLAY");
        self.line(&format!("TRIGGER;VALUE=DATE-TIME:{}", utc(at)));
        self.line(&format!("DESCRIPTION:{}", escaped(summary)));
        self.line("END:VALARM");
    }

    /// One content line, folded so that no line has more than 75 octets and no character is
    /// cut (RFC 5545 §3.1).
    fn line(&mut self, content: &str) {
        let mut octets = 0;
        for c in content.chars() {
            if octets + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Text with `\`, `;`, `,` and line ends escaped (RFC 5545 §3.3.11); other control
/// characters are not allowed and left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
