//! A PDF put together by hand, so that it can hold whatever a real one might.

use std::io::Write;

/// Objects in order, the first being number 1.
#[derive(Clone)]
pub struct Draft {
    pub objects: Vec<Vec<u8>>,
    /// Entries of the trailer besides size and root.
    pub trailer: String,
}

/// Places in the usual one-page file of [`one_page`].
pub const CATALOGUE: usize = 0;
pub const PAGE: usize = 2;
pub const CONTENT: usize = 3;

/// A4, Helvetica as `/F`, and these drawing instructions.
pub fn one_page(content: &str) -> Draft {
    Draft {
        objects: vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>".to_vec(),
            stream("", content.as_bytes()),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
        ],
        trailer: String::new(),
    }
}

/// A packed stream with these further entries.
pub fn stream(entries: &str, plain: &[u8]) -> Vec<u8> {
    let packed = packed(plain);
    let head = format!("<<{entries}/Filter/FlateDecode/Length {}>>stream\n", packed.len());
    [head.as_bytes(), &packed, b"\nendstream"].concat()
}

pub fn packed(plain: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(plain).unwrap();
    writer.finish().unwrap()
}

impl Draft {
    /// Adds an object; its number.
    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    /// Puts entries into the dictionary of an object, before its last `>>` that closes the dictionary.
    pub fn put(mut self, object: usize, entries: &str) -> Self {
        let body = &mut self.objects[object];
        let at = 2;
        body.splice(at..at, entries.bytes());
        self
    }

    pub fn with(mut self, object: impl Into<Vec<u8>>) -> Self {
        self.add(object);
        self
    }

    pub fn finish(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (object, number) in self.objects.iter().zip(1..) {
            offsets.push(out.len());
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        let size = self.objects.len() + 1;
        out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
        for offset in offsets {
            out.extend(format!("{offset:010} 00000 n \n").bytes());
        }
        let trailer = &self.trailer;
        out.extend(
            format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").bytes(),
        );
        out
    }

    /// A later revision that replaces one object.
    pub fn revised(&self, number: usize, object: &[u8]) -> Vec<u8> {
        let mut out = self.finish();
        let before = {
            let text = String::from_utf8_lossy(&out);
            let at = text.rfind("startxref\n").unwrap() + 10;
            text[at..].lines().next().unwrap().to_owned()
        };
        let offset = out.len();
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
        let start = out.len();
        let size = self.objects.len() + 1;
        out.extend(format!("xref\n{number} 1\n{offset:010} 00000 n \n").bytes());
        out.extend(
            format!("trailer\n<</Size {size}/Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        out
    }
}
