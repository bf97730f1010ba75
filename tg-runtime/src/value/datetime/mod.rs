//! DATETIME: whole seconds of UTC.

mod calendar;
mod convert;
#[cfg(any(feature = "chrono-04", feature = "jiff-1", feature = "time-03"))]
mod libraries;
mod text;

use std::fmt;

pub use text::InvalidDateTime;

use calendar::{Civil, SECONDS_PER_DAY};

/// A DATETIME: a moment in UTC, in whole seconds, from 1582-10-15 00:00:00 to
/// 9999-12-31 23:59:59.
///
/// It is a count of seconds since 1970-01-01 00:00:00 and costs as much as an `i64`. The default is
/// that of the server for an unset attribute, `1970-01-01 00:00:00`.
///
/// ```
/// use tg_runtime::value::DateTime;
///
/// let since: DateTime = "2024-02-29 12:30:00".parse()?;
/// assert_eq!(since, DateTime::ymd_hms(2024, 2, 29, 12, 30, 0)?);
/// assert_eq!(since.unix(), 1_709_209_800);
/// assert_eq!(since.to_string(), "2024-02-29 12:30:00");
/// # Ok::<(), tg_runtime::value::InvalidDateTime>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(i64);

impl DateTime {
    /// 1582-10-15 00:00:00, the first moment that the server stores.
    pub const MIN: Self = Self(-12_219_292_800);

    /// 9999-12-31 23:59:59, the last moment that the server stores.
    pub const MAX: Self = Self(253_402_300_799);

    /// The moment this many seconds after (or, negative, before) 1970-01-01 00:00:00 UTC.
    ///
    /// # Errors
    ///
    /// When the moment is before [`MIN`](Self::MIN) or after [`MAX`](Self::MAX).
    ///
    /// ```
    /// use tg_runtime::value::DateTime;
    ///
    /// assert_eq!(DateTime::from_unix(-1)?.to_string(), "1969-12-31 23:59:59");
    /// assert!(DateTime::from_unix(i64::MAX).is_err());
    /// # Ok::<(), tg_runtime::value::InvalidDateTime>(())
    /// ```
    pub fn from_unix(seconds: i64) -> Result<Self, InvalidDateTime> {
        if (Self::MIN.0..=Self::MAX.0).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err(InvalidDateTime::out_of_range(format!("{seconds} seconds since 1970")))
        }
    }

    /// Seconds since 1970-01-01 00:00:00 UTC; negative before.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The moment with this date and time of day: month and day from 1, a leap second not among
    /// the seconds.
    ///
    /// # Errors
    ///
    /// When there is no such day or time, or it is outside of [`MIN`](Self::MIN) to
    /// [`MAX`](Self::MAX).
    ///
    /// ```
    /// use tg_runtime::value::DateTime;
    ///
    /// assert_eq!(DateTime::ymd_hms(1970, 1, 2, 0, 0, 1)?.unix(), 86_401);
    /// let error = DateTime::ymd_hms(2023, 2, 29, 0, 0, 0).unwrap_err();
    /// assert_eq!(error.to_string(), "`2023-02-29 00:00:00` is not a date and time: February 2023 has 28 days");
    /// # Ok::<(), tg_runtime::value::InvalidDateTime>(())
    /// ```
    pub fn ymd_hms(
        year: u16,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Result<Self, InvalidDateTime> {
        let civil = Civil { year, month, day, hour, minute, second };
        civil
            .unix()
            .map_err(|problem| InvalidDateTime::new(civil.to_string(), problem))
            .and_then(Self::from_unix)
    }

    /// The moment this much later (or, negative, earlier); `None` outside of
    /// [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
    ///
    /// ```
    /// use tg_runtime::value::DateTime;
    ///
    /// assert_eq!(DateTime::default().add_seconds(60).map(DateTime::unix), Some(60));
    /// assert_eq!(DateTime::MAX.add_seconds(1), None);
    /// ```
    pub fn add_seconds(self, seconds: i64) -> Option<Self> {
        self.0.checked_add(seconds).and_then(|sum| Self::from_unix(sum).ok())
    }

    /// The year, 1582 to 9999.
    pub fn year(self) -> u16 {
        self.civil().year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.civil().month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.civil().day
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u8 {
        self.civil().hour
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u8 {
        self.civil().minute
    }

    /// The second, 0 to 59.
    pub fn second(self) -> u8 {
        self.civil().second
    }

    /// The first moment of the same day.
    pub fn midnight(self) -> Self {
        Self(self.0 - self.0.rem_euclid(SECONDS_PER_DAY))
    }

    fn civil(self) -> Civil {
        Civil::of_unix(self.0)
    }

    pub(super) fn write_to(self, out: &mut String) {
        out.extend(self.civil().text().into_iter().map(char::from));
    }

    /// The JSON string `"YYYY-MM-DD HH:MM:SS"`.
    pub(super) fn json(self) -> [u8; 21] {
        let mut json = [b'"'; 21];
        json[1..20].copy_from_slice(&self.civil().text());
        json
    }
}

/// `YYYY-MM-DD HH:MM:SS`, as the server prints it.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.civil().fmt(f)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
