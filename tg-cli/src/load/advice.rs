//! Advice about values that do not fit: missing-value markers, date formats, decimal signs.

use std::collections::BTreeSet;

use tg_gsql::model::AttributeType;
use tg_runtime::value::{DateTime, Encoder};

use super::convert::{Conversion, Target, date};
use super::format::{Format, Kind};
use super::plan::{Attribute, Part, Plan, Source, Value};
use super::record::Field;
use super::sample::Table;

/// Texts that mostly are missing values.
const NULLS: [&str; 14] = [
    "NA", "N/A", "n/a", "na", "NULL", "null", "Null", "\\N", "None", "none", "NaN", "nan", "-", "?",
];

/// Those among them that are not common words, for texts.
const NULLS_IN_TEXTS: [&str; 6] = ["NA", "N/A", "NULL", "\\N", "NaN", "null"];

const DATES: [&str; 17] = [
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y-%m-%d",
];

const TIMES: [&str; 10] = [
    "",
    " %H:%M",
    " %H:%M:%S",
    "T%H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S%:z",
    " %H:%M:%S%:z",
    ", %H:%M",
    " %I:%M %p",
    " %I:%M:%S %p",
];

/// Texts that are common between elements of a LIST or SET.
const SEPARATORS: [&str; 4] = [";", "|", ",", " "];

/// The maximum number of formats of dates that are named.
const MAX_FORMATS: usize = 3;

/// The settings that would make values of the sample fit.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Advice {
    pub(crate) nulls: BTreeSet<String>,
    /// Formats that most dates have; several if they do not decide.
    pub(crate) dates: Vec<String>,
    pub(crate) has_decimal_comma: bool,
    /// The text between elements of a LIST or SET.
    pub(crate) split: Option<&'static str>,
}

impl Advice {
    pub(super) fn of(plan: &Plan, table: &Table, format: &Format) -> Self {
        let mut advice = Self::default();
        let parts = plan.vertices.iter().map(|vertex| &vertex.id);
        let parts = parts.chain(plan.edges.iter().flat_map(|edge| [&edge.from, &edge.to]));
        for Part { ty, value, .. } in parts.flat_map(|id| &id.parts) {
            advice.look_at(value, &Target::Attribute((*ty).into()), table, format);
        }
        for (_, Attribute { target, value, .. }) in plan.attributes() {
            advice.look_at(value, target, table, format);
        }
        advice.nulls.retain(|text| !format.is_null(text));
        advice
    }

    fn look_at(&mut self, value: &Value, target: &Target, table: &Table, format: &Format) {
        let Source::Column(column) = &value.source else { return };
        let values = || table.values(column.index);
        if *target == Target::Attribute(AttributeType::String) {
            // Formats that have a null have others as texts.
            let is_null = |text: &&str| format.kind == Kind::Csv && NULLS_IN_TEXTS.contains(text);
            let nulls = values().filter(is_null);
            return self.nulls.extend(nulls.map(str::to_owned));
        }
        let fits = |conversion: &Conversion, text: &str| {
            conversion.write(&mut Encoder::new(), "", target, &Field::of(text), None).is_ok()
        };
        let (nulls, wrong): (Vec<_>, Vec<_>) = values()
            .filter(|text| !fits(&value.conversion, text))
            .partition(|text| NULLS.contains(&text.trim()));
        self.nulls.extend(nulls.into_iter().map(str::to_owned));
        if wrong.is_empty() {
            return;
        }
        let filled = || values().filter(|text| !NULLS.contains(&text.trim()));
        let comma = Conversion { has_decimal_comma: true, ..value.conversion.clone() };
        // With it, a point separates thousands: without a comma in any number it is one of decimals.
        self.has_decimal_comma |= !value.conversion.has_decimal_comma
            && wrong.iter().any(|text| text.contains(',') && fits(&comma, text))
            && most(filled(), |text| fits(&comma, text));
        if matches!(target, Target::Attribute(AttributeType::List(_) | AttributeType::Set(_)))
            && value.conversion.split.is_none()
        {
            let separates = |split: &&str| wrong.iter().any(|text| text.contains(*split));
            self.split = SEPARATORS.into_iter().find(separates).or(self.split);
        }
        if *target == Target::Attribute(AttributeType::DateTime) && self.dates.is_empty() {
            self.dates = date_formats(filled);
        }
    }

    /// Returns the flags, ready to be copied.
    pub(crate) fn flags(&self) -> Vec<String> {
        let mut flags: Vec<_> =
            self.nulls.iter().map(|text| format!("--null {}", quoted(text))).collect();
        flags.extend(self.dates.first().map(|format| format!("--date {}", quoted(format))));
        if let [_, others @ ..] = self.dates.as_slice()
            && !others.is_empty()
        {
            let others: Vec<_> = others.iter().map(|format| quoted(format)).collect();
            flags.push(format!("(or {}: the dates do not decide)", others.join(", ")));
        }
        if self.has_decimal_comma {
            flags.push("--decimal ,".to_owned());
        }
        flags.extend(self.split.map(|split| format!("--split '{split}'")));
        flags
    }
}

/// Returns the formats that most of the texts have.
pub(super) fn date_formats<'a, I: Iterator<Item = &'a str>>(texts: impl Fn() -> I) -> Vec<String> {
    if texts().next().is_none() {
        return Vec::new();
    }
    let formats = DATES.into_iter().flat_map(|date| TIMES.map(|time| format!("{date}{time}")));
    // A recent year is more likely than one of antiquity, which two digits would be.
    let is_likely = |moment: DateTime| (1800..2200).contains(&moment.year());
    let has = |text: &str, format: &str| date(text.trim(), format).is_some_and(is_likely);
    let fits = |format: &String| most(texts(), |text| has(text, format));
    formats.filter(fits).take(MAX_FORMATS).collect()
}

/// Returns `true` if 95 percent of the texts, or all but one, pass the test: a wrong value does not
/// decide.
fn most<'a>(texts: impl Iterator<Item = &'a str>, test: impl Fn(&str) -> bool) -> bool {
    let (mut all, mut good) = (0, 0);
    for text in texts {
        all += 1;
        good += usize::from(test(text));
    }
    good > 0 && (good * 20 >= all * 19 || good > 1 && good + 1 == all)
}

/// Writes a text for a shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "%.:/-_,".contains(c);
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(texts: &[&str]) -> Vec<String> {
        date_formats(|| texts.iter().copied())
    }

    #[test]
    fn texts_are_quoted_for_a_shell() {
        assert_eq!(quoted("%d.%m.%Y"), "%d.%m.%Y");
        assert_eq!(quoted("%b %d '%y"), r"'%b %d '\''%y'");
    }

    #[test]
    fn the_dates_decide_about_their_format() {
        assert_eq!(formats(&["03.02.2024", "31.12.2023"]), ["%d.%m.%Y"]);
        assert_eq!(formats(&["3/2/2024 9:05", "12/31/2023 23:59"]), ["%m/%d/%Y %H:%M"]);
        assert_eq!(formats(&["01/02/2024"]), ["%d/%m/%Y", "%m/%d/%Y"]);
        assert_eq!(formats(&["03.02.24"]), ["%d.%m.%y"]);
        assert_eq!(formats(&["3 Feb 2024"]), ["%d %b %Y"]);
        assert!(formats(&["soon"]).is_empty() && formats(&[]).is_empty());
    }
}
