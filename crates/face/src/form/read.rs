//! From a form's pairs to a struct: repeated names make a list, an empty text is an absent option.
//!
//! `serde_urlencoded`, which axum brings, knows no lists; checkboxes and rows of a table need them.

use std::fmt;

use kernel::{Error, Issue, Result};
use serde::de::value::StringDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Reads a struct from the pairs of a form. What cannot be read is a refusal that names the field.
pub(crate) fn read<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T> {
    let mut names: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, value) in pairs {
        match names.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value),
            None => names.push((name, vec![value])),
        }
    }
    T::deserialize(Fields {
        rest: names.into_iter(),
        now: None,
    })
    .map_err(|unreadable| unreadable.refusal())
}

/// Why a form cannot be read.
#[derive(Debug)]
struct Unreadable {
    field: Option<String>,
    reason: String,
}

impl Unreadable {
    fn refusal(self) -> Error {
        let sentence = match &self.field {
            Some(field) => format!("表单中“{field}”一项的内容无法识别。"),
            None => format!("表单不完整：{}。", self.reason),
        };
        let issue = Issue::new("form-unreadable", sentence, "请返回上一页，刷新后重新填写提交。");
        Error::invalid(vec![match self.field {
            Some(field) => issue.at(&field),
            None => issue,
        }])
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Unreadable {
            field: None,
            reason: reason.to_string(),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Unreadable {
            field: None,
            reason: format!("缺少“{field}”"),
        }
    }
}

struct Fields<'p> {
    rest: std::vec::IntoIter<(&'p str, Vec<&'p str>)>,
    now: Option<(&'p str, Vec<&'p str>)>,
}

impl<'de> de::Deserializer<'de> for Fields<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        self.now = self.rest.next();
        self.now
            .as_ref()
            .map(|(name, _)| seed.deserialize((*name).into_deserializer()))
            .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        let (name, values) = self.now.take().ok_or_else(|| de::Error::custom("值在名称之前"))?;
        seed.deserialize(Values(values)).map_err(|unreadable| Unreadable {
            field: Some(unreadable.field.unwrap_or_else(|| name.to_owned())),
            ..unreadable
        })
    }
}

/// Everything that was sent under one name.
struct Values<'p>(Vec<&'p str>);

impl Values<'_> {
    /// Browsers send text areas with `\r\n`; what is kept has `\n`.
    fn text(&self) -> String {
        self.0
            .first()
            .map(|text| text.replace("\r\n", "\n"))
            .unwrap_or_default()
    }

    fn parsed<T: std::str::FromStr>(&self) -> Result<T, Unreadable> {
        self.text()
            .trim()
            .parse()
            .map_err(|_| de::Error::custom("不是数字"))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.$visit(self.parsed()?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Values<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text())
    }

    numbers! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
        deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64,
        deserialize_f32 visit_f32, deserialize_f64 visit_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.text().as_str() {
            "on" | "yes" | "true" | "1" => visitor.visit_bool(true),
            "" | "no" | "false" | "0" => visitor.visit_bool(false),
            _ => Err(de::Error::custom("不是是或否")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.text().trim().is_empty() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(List(self.0.into_iter()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let text: StringDeserializer<Unreadable> = self.text().into_deserializer();
        visitor.visit_enum(text)
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct
        identifier ignored_any
    }
}

struct List<'p>(std::vec::IntoIter<&'p str>);

impl<'de> SeqAccess<'de> for List<'_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.0
            .next()
            .map(|value| seed.deserialize(Values(vec![value])))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Notice,
        PlainText,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Form {
        title: String,
        version: i64,
        kind: Kind,
        due: Option<i64>,
        note: Option<String>,
        #[serde(default)]
        urgent: bool,
        #[serde(default)]
        column: Vec<i64>,
    }

    fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
        given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn pairs_become_a_struct() {
        let sent = pairs(&[
            ("title", "第一行\r\n第二行"),
            ("version", " 7 "),
            ("kind", "plain_text"),
            ("due", ""),
            ("note", "附"),
            ("urgent", "on"),
            ("column", "3"),
            ("csrf", "not ours"),
            ("column", "5"),
        ]);
        let form: Form = read(&sent).unwrap();
        assert_eq!(form.title, "第一行\n第二行");
        assert_eq!((form.version, form.kind, form.due), (7, Kind::PlainText, None));
        assert_eq!(
            (form.note.as_deref(), form.urgent, form.column),
            (Some("附"), true, vec![3, 5])
        );
    }

    #[test]
    fn absent_boxes_and_lists_are_empty_and_one_is_a_list_too() {
        let least = [("title", ""), ("version", "1"), ("kind", "notice")];
        let form: Form = read(&pairs(&least)).unwrap();
        assert!(!form.urgent && form.column.is_empty() && form.due.is_none());
        let form: Form = read(&pairs(&[least.as_slice(), &[("column", "9")]].concat())).unwrap();
        assert_eq!(form.column, [9]);
    }

    #[test]
    fn what_cannot_be_read_names_its_field() {
        let refusal = |given| {
            read::<Form>(&pairs(given))
                .unwrap_err()
                .as_refusal()
                .unwrap()
                .issues[0]
                .clone()
        };
        let bad = refusal(&[("title", ""), ("version", "seven"), ("kind", "notice")]);
        assert_eq!(bad.field.as_deref(), Some("version"));
        let bad = refusal(&[("title", ""), ("version", "7"), ("kind", "novel")]);
        assert_eq!(bad.field.as_deref(), Some("kind"));
        assert!(refusal(&[("title", "")]).sentence.contains("缺少“version”"));
    }
}
