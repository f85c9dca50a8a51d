//! How fast pages are shown and released, and in how much memory.
//!
//!     cargo run --release -p redact --example pace -- DPI [FILE.pdf …]
//!
//! Seconds are those of the processor, so that other work on the machine does not count.
//! Without files: twenty grey and twenty coloured sheets like scans, made up here, seeded. One process a file gives
//! the peak memory of that file.

use redact::{Area, Ground, Look, Mark, Refusal, pages, release};
use std::io::Write;

const PAGES: usize = 20;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let dpi = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(150);
    let files: Vec<String> = arguments.collect();
    println!(
        "file | input KB | pages | show pages/s | release pages/s | proof pages/s | output KB | peak MB"
    );
    if files.is_empty() {
        measure("grey scans", &scans(false), dpi);
        measure("coloured scans", &scans(true), dpi);
    }
    for file in files {
        match std::fs::read(&file) {
            Ok(bytes) => measure(&file, &bytes, dpi),
            Err(error) => eprintln!("{file}: {error}"),
        }
    }
}

fn measure(name: &str, bytes: &[u8], dpi: u16) {
    let look = Look {
        dpi,
        substitute: None,
    };
    let start = processor();
    let count = match pages(bytes, &look) {
        Ok(pages) => pages.len(),
        Err(refusal) => return eprintln!("{name}: {refusal}"),
    };
    let shown = processor() - start;
    let area = Area {
        left: 100.0,
        top: 100.0,
        width: 200.0,
        height: 30.0,
    };
    let mark = |page| Mark {
        page,
        area,
        ground: Ground::Privacy,
    };
    let marks: Vec<Mark> = (1..=count).map(mark).collect();
    let accepted = match release(bytes, &marks, &look, &[]) {
        Err(Refusal::Unresolved(concerns)) => concerns,
        _ => Vec::new(),
    };
    let start = processor();
    let released = release(bytes, &marks, &look, &accepted);
    let whole = processor() - start;
    let released = match released {
        Ok(released) => released,
        Err(refusal) => return eprintln!("{name}: {refusal}"),
    };
    let start = processor();
    let proved = redact::prove(bytes, &released.pdf, &marks, &look).is_ok();
    let proof = processor() - start;
    let per = |seconds: f64| count as f64 / seconds;
    println!(
        "{name} | {} | {count} | {:.1} | {:.1} | {:.1} | {} | {} {}",
        bytes.len() / 1024,
        per(shown),
        per(whole),
        per(proof),
        released.pdf.len() / 1024,
        peak(),
        if proved { "" } else { "not proved" },
    );
}

/// Seconds of the processor that this process has used, in hundredths.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name, in brackets, may hold spaces.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let ticks = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|it| it.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory this process has held, in MB; 0 where that is not told.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// A4 at 150 dots per inch: paper with noise, and dark strokes.
fn scans(colour: bool) -> Vec<u8> {
    let (width, height, channels) = (1240usize, 1754usize, if colour { 3 } else { 1 });
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |out: &mut Vec<u8>, body: &[u8]| {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", offsets.len()).bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    };
    object(&mut out, b"<</Type/Catalog/Pages 2 0 R>>");
    let kids: String = (0..PAGES).map(|it| format!("{} 0 R ", 3 + 3 * it)).collect();
    object(
        &mut out,
        format!("<</Type/Pages/Count {PAGES}/Kids[{kids}]>>").as_bytes(),
    );
    let mut seed = 1u64;
    for index in 0..PAGES {
        let (drawing, picture) = (4 + 3 * index, 5 + 3 * index);
        object(
            &mut out,
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I {picture} 0 R>>>>/Contents {drawing} 0 R>>").as_bytes(),
        );
        object(
            &mut out,
            b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
        );
        let mut pixels = Vec::with_capacity(width * height * channels);
        for y in 0..height {
            for x in 0..width {
                seed = seed
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                let noise = (seed >> 60) as u8;
                let stroke = y % 40 < 22 && (x / 3 * 7 + y / 3 * 5) % 11 < 4 && x > 120 && x < 1120;
                let value = if stroke { 40 + noise } else { 238 + noise };
                pixels.extend([value, value, value.saturating_sub(12)].iter().take(channels));
            }
        }
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&pixels).expect("memory");
        let packed = packer.finish().expect("memory");
        let space = if colour { "DeviceRGB" } else { "DeviceGray" };
        let head = format!(
            "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent 8/Filter/FlateDecode/Length {}>>stream\n",
            packed.len()
        );
        object(&mut out, &[head.as_bytes(), &packed, b"\nendstream"].concat());
    }
    let (start, size) = (out.len(), offsets.len() + 1);
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    offsets
        .iter()
        .for_each(|it| out.extend(format!("{it:010} 00000 n \n").bytes()));
    out.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}
