//! XML as a small tree, within limits. No document type, hence no entities of its own.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The most elements within each other.
const MOST_DEPTH: usize = 256;
/// The most elements and texts.
const MOST_NODES: usize = 1_500_000;

/// An element; names without their prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(it, _)| it == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|it| match it {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|it| it.name == name)
    }

    /// The texts directly within.
    pub(super) fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|it| match it {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }

    /// Whether an element of this name stands anywhere within.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.elements().any(|it| it.name == name || it.holds(name))
    }
}

/// Reads a document; `None` if it is not well-formed, declares a type, or passes a limit.
pub(super) fn read(source: &str) -> Option<Element> {
    let mut reader = Reader::from_str(source);
    let mut open = vec![Element::default()];
    let mut nodes = 0;
    loop {
        nodes += 1;
        if nodes > MOST_NODES || open.len() > MOST_DEPTH {
            return None;
        }
        match reader.read_event().ok()? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let element = element(&start)?;
                open.last_mut()?.children.push(Node::Element(element));
            }
            // The reader has checked that it closes what is open.
            Event::End(_) => {
                let done = open.pop()?;
                open.last_mut()?.children.push(Node::Element(done));
            }
            Event::Text(text) => push(&mut open, &text.xml10_content())?,
            Event::CData(text) => push(&mut open, &text.xml10_content())?,
            Event::GeneralRef(name) => {
                let character = match name.resolve_char_ref().ok()? {
                    Some(character) => character,
                    None => predefined(&name.into_inner())?,
                };
                push(&mut open, character.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => return None,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    let mut top = open.pop().filter(|_| open.is_empty())?;
    match top.children.pop() {
        Some(Node::Element(root)) => Some(root),
        // White space after the root.
        _ => top.children.into_iter().rev().find_map(|it| match it {
            Node::Element(root) => Some(root),
            Node::Text(_) => None,
        }),
    }
}

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute
            .normalized_value(XmlVersion::default())
            .ok()?
            .into_owned();
        attributes.push((local(attribute.key.as_ref()), value));
    }
    Some(Element {
        name: local(start.name().as_ref()),
        attributes,
        children: Vec::new(),
    })
}

fn push(open: &mut [Element], text: &str) -> Option<()> {
    let children = &mut open.last_mut()?.children;
    match children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => children.push(Node::Text(text.to_owned())),
    }
    Some(())
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_within_limits() {
        let root = read("<?xml version='1.0'?>\n<a:b x:c='1&amp;2'>一&lt;<d/>&#x4e8c;</a:b>\n").unwrap();
        assert_eq!((root.name.as_str(), root.attribute("c")), ("b", Some("1&2")));
        assert_eq!(root.text(), "一<二");
        assert!(root.holds("d"));
        assert!(read("<a><b></a>").is_none());
        assert!(read("<a>").is_none());
        assert!(read("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").is_none());
        assert!(read("<a>&b;</a>").is_none());
        assert!(read(&"<a>".repeat(1000)).is_none());
    }
}
