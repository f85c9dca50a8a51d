//! Pages to tagged PDF/A-2a: fonts embedded as subsets, text that can be searched and read aloud.

mod tags;

use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder, ValidationError};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use crate::error::LetterError;
use crate::font::{FontError, Fonts};
use crate::layout::{Drawing, Ink, Layout, Owner, Page, Placed, Rule, lay_out};
use crate::letter::Letter;
use crate::seal::{self, Step};
use crate::text::Glyph;

/// The letter as PDF/A-2a. The same letter with the same fonts gives the same bytes: the only date is the
/// letter's, the identifier is a hash of the content.
///
/// # Errors
///
/// As [`lay_out`]; [`FontError::Restricted`] if a typeface forbids embedding; [`LetterError::Writing`] if the
/// writer fails.
pub fn pdf(letter: &Letter, fonts: &Fonts) -> Result<Vec<u8>, LetterError> {
    let layout = lay_out(letter, fonts)?;
    let mut writer = Writer {
        fonts,
        layout: &layout,
        used: Vec::new(),
        said: vec![Vec::new(); layout.parts.0.len()],
    };
    let mut document = Document::new_with(settings()?);
    document.set_metadata(metadata(letter));
    for page in &layout.pages {
        writer.page(&mut document, page)?;
    }
    document.set_tag_tree(tags::tree(&layout.parts, writer.said));
    let used = writer.used;
    document.finish().map_err(|error| told(error, fonts, &used))
}

fn settings() -> Result<SerializeSettings, LetterError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .finish();
    let configuration = configuration.map_err(|it| LetterError::Writing(format!("{it:?}")))?;
    Ok(SerializeSettings {
        configuration,
        enable_tagging: true,
        ..SerializeSettings::default()
    })
}

/// No author: a letter is the agency's, and files must not name who typed them.
fn metadata(letter: &Letter) -> Metadata {
    let date = letter.date;
    let made = DateTime::new(date.year().unsigned_abs()).month(date.month().unsigned_abs());
    let made = made.day(date.day().unsigned_abs()).hour(0).minute(0).second(0);
    Metadata::new()
        .title(letter.title.replace('\n', ""))
        .language("zh-CN".into())
        .creator("Sundial".into())
        .creation_date(made.utc_offset_hour(8).utc_offset_minute(0))
}

/// Pages being written.
struct Writer<'a> {
    fonts: &'a Fonts,
    layout: &'a Layout,
    /// Typefaces drawn with, by their index, for messages.
    used: Vec<(usize, Font)>,
    /// For each part what was drawn of it.
    said: Vec<Vec<Identifier>>,
}

impl Writer<'_> {
    fn page(&mut self, document: &mut Document, page: &Page) -> Result<(), LetterError> {
        let sheet = self.layout.sheet;
        let size = PageSettings::from_wh(sheet.width, sheet.height);
        let size = size.ok_or_else(|| LetterError::Writing("page size".into()))?;
        let mut out = document.start_page_with(size);
        let mut surface = out.surface();
        for ink in [Ink::Red, Ink::Black] {
            let rules: Vec<&Rule> = page.rules.iter().filter(|it| it.ink == ink).collect();
            if !rules.is_empty() {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                fill(&mut surface, &rules, ink);
                surface.end_tagged();
            }
        }
        for figure in &page.figures {
            self.said[figure.part].push(surface.start_tagged(ContentTag::Other));
            match &figure.drawing {
                Drawing::Squares(squares) => {
                    fill(&mut surface, &squares.iter().collect::<Vec<_>>(), Ink::Black)
                }
                Drawing::Seal {
                    x,
                    y,
                    diameter,
                    impression,
                } => stamp(
                    &mut surface,
                    &seal::outline(impression, self.fonts)?,
                    (*x, *y),
                    *diameter,
                ),
            }
            surface.end_tagged();
        }
        for placed in &page.texts {
            self.text(&mut surface, placed)?;
        }
        surface.finish();
        out.finish();
        Ok(())
    }

    fn text(&mut self, surface: &mut Surface, placed: &Placed) -> Result<(), LetterError> {
        let artifact = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
        match placed.owner {
            Owner::Part(part) => {
                // Gaps of a loose line are no blanks.
                let text = placed.line.loose.then_some(placed.line.text.as_str());
                let span = SpanTag::empty().with_actual_text(text);
                self.said[part].push(surface.start_tagged(ContentTag::Span(span)));
            }
            Owner::Repeated => drop(surface.start_tagged(artifact(ArtifactType::PaginationOther))),
            Owner::PageNumber => drop(surface.start_tagged(artifact(ArtifactType::PageNumber))),
        }
        surface.set_fill(Some(colour(placed.ink)));
        let mut x = placed.x;
        for run in placed.line.glyphs.chunk_by(|a, b| a.face == b.face) {
            let font = self.font(run[0].face)?;
            x += draw(surface, placed, run, x, font);
        }
        surface.end_tagged();
        Ok(())
    }

    fn font(&mut self, index: usize) -> Result<Font, FontError> {
        if let Some((_, font)) = self.used.iter().find(|(it, _)| *it == index) {
            return Ok(font.clone());
        }
        let font = self.fonts.for_pdf(index)?;
        self.used.push((index, font.clone()));
        Ok(font)
    }
}

/// Draws glyphs of one typeface and gives their width.
fn draw(surface: &mut Surface, placed: &Placed, run: &[Glyph], x: f32, font: Font) -> f32 {
    let size = placed.line.style.size;
    let (start, end) = (run[0].text.start, run[run.len() - 1].text.end);
    let one = |it: &Glyph| KrillaGlyph {
        glyph_id: GlyphId::new(it.id),
        text_range: it.text.start - start..it.text.end - start,
        x_advance: it.advance / size,
        x_offset: 0.0,
        y_offset: 0.0,
        y_advance: 0.0,
        location: None,
    };
    let glyphs: Vec<KrillaGlyph> = run.iter().map(one).collect();
    let text = &placed.line.text[start..end];
    surface.draw_glyphs(
        Point::from_xy(x, placed.baseline),
        &glyphs,
        font,
        text,
        size,
        false,
    );
    run.iter().map(|it| it.advance).sum()
}

fn fill(surface: &mut Surface, rules: &[&Rule], ink: Ink) {
    let mut path = PathBuilder::new();
    let rects = rules
        .iter()
        .filter_map(|it| Rect::from_xywh(it.x, it.y, it.width, it.height));
    rects.for_each(|it| path.push_rect(it));
    surface.set_fill(Some(colour(ink)));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn stamp(surface: &mut Surface, outline: &[Step], (x, y): (f32, f32), diameter: f32) {
    let (across, down) = (|it: f32| x + it * diameter, |it: f32| y + it * diameter);
    let mut path = PathBuilder::new();
    for step in outline {
        match *step {
            Step::Move(x, y) => path.move_to(across(x), down(y)),
            Step::Line(x, y) => path.line_to(across(x), down(y)),
            Step::Cubic([a, b, c, d, x, y]) => {
                path.cubic_to(across(a), down(b), across(c), down(d), across(x), down(y));
            }
            Step::Close => path.close(),
        }
    }
    surface.set_fill(Some(colour(Ink::Red)));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn colour(ink: Ink) -> Fill {
    let colour = match ink {
        Ink::Black => rgb::Color::black(),
        Ink::Red => rgb::Color::new(255, 0, 0),
    };
    Fill {
        paint: colour.into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    }
}

/// What an administrator can mend is told as such; the rest is ours.
fn told(error: KrillaError, fonts: &Fonts, used: &[(usize, Font)]) -> LetterError {
    let family = |font: &Font| {
        let index = used.iter().find(|(_, it)| it == font).map(|(index, _)| *index);
        index.map_or("未知", |it| fonts.family(it)).to_owned()
    };
    if let KrillaError::Validation(list) = &error {
        let restricted = list.iter().find_map(|(it, _)| match it {
            ValidationError::RestrictedLicense(font) => Some(family(font)),
            _ => None,
        });
        if let Some(family) = restricted {
            return FontError::Restricted(family).into();
        }
        return LetterError::Writing(format!("{list:?}"));
    }
    LetterError::Writing(error.to_string())
}
