//! A released file taken apart, to be put together again with one thing changed.

use crate::draft::packed;

/// The parts.
#[derive(Clone)]
pub struct Forgery {
    /// Catalogue, tree, then page, drawing and picture of each page; with heads and ends left out.
    pub objects: Vec<Vec<u8>>,
    pub trailer: String,
    /// What stands between two objects.
    pub between: Vec<u8>,
}

pub const CATALOGUE: usize = 0;
pub const TREE: usize = 1;
pub const PAGE: usize = 2;
pub const DRAWING: usize = 3;
pub const PICTURE: usize = 4;

impl Forgery {
    pub fn of(file: &[u8]) -> Self {
        let mut objects = Vec::new();
        let mut at = 0;
        let find = |needle: &[u8], from: usize| {
            let found = file[from..].windows(needle.len()).position(|it| it == needle);
            found.map(|it| from + it)
        };
        while let Some(head) = find(format!("{} 0 obj\n", objects.len() + 1).as_bytes(), at) {
            let start = head + format!("{} 0 obj\n", objects.len() + 1).len();
            let end = find(b"\nendobj\n", start).unwrap();
            objects.push(file[start..end].to_vec());
            at = end;
        }
        Self {
            objects,
            trailer: String::new(),
            between: Vec::new(),
        }
    }

    pub fn finish(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut offsets = Vec::new();
        for (object, number) in self.objects.iter().zip(1..) {
            offsets.push(out.len());
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
            if number == 2 {
                out.extend(&self.between);
            }
        }
        let (start, size) = (out.len(), offsets.len() + 1);
        out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
        offsets
            .iter()
            .for_each(|it| out.extend(format!("{it:010} 00000 n \n").bytes()));
        let trailer = &self.trailer;
        out.extend(
            format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").bytes(),
        );
        out
    }

    /// With a text of one object changed.
    pub fn changed(&self, object: usize, from: &str, to: &str) -> Vec<u8> {
        let mut other = self.clone();
        let body = &mut other.objects[object];
        let at = body.windows(from.len()).position(|it| it == from.as_bytes());
        let at = at.unwrap_or_else(|| panic!("{from} does not stand in object {object}"));
        body.splice(at..at + from.len(), to.bytes());
        other.finish()
    }

    pub fn entry(&self, object: usize, entry: &str) -> Vec<u8> {
        self.changed(object, "<<", &format!("<<{entry}"))
    }

    /// With another drawing, its length put right.
    pub fn drawing(&self, drawing: &str) -> Vec<u8> {
        let mut other = self.clone();
        other.objects[DRAWING] =
            format!("<</Length {}>>\nstream\n{drawing}\nendstream", drawing.len()).into_bytes();
        other.finish()
    }

    pub fn head(&self) -> String {
        let at = self.objects[PICTURE]
            .windows(8)
            .position(|it| it == b"/Length ")
            .unwrap();
        String::from_utf8(self.objects[PICTURE][..at].to_vec()).unwrap()
    }

    /// The picture, unpacked.
    pub fn picture(&self) -> Vec<u8> {
        use std::io::Read;
        let body = &self.objects[PICTURE];
        let at = body.windows(7).position(|it| it == b"stream\n").unwrap() + 7;
        let mut plain = Vec::new();
        flate2::read::ZlibDecoder::new(&body[at..])
            .read_to_end(&mut plain)
            .unwrap();
        plain
    }

    pub fn with_stream(&self, head: &str, stream: &[u8]) -> Vec<u8> {
        let mut other = self.clone();
        let head = format!("{head}/Length {}>>\nstream\n", stream.len());
        other.objects[PICTURE] = [head.as_bytes(), stream, b"\nendstream"].concat();
        other.finish()
    }

    pub fn with_picture(&self, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut picture = self.picture();
        change(&mut picture);
        self.with_stream(&self.head(), &packed(&picture))
    }
}
