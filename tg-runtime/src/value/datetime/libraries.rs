//! To and from the date and time types of other crates. Their fractions of a second are dropped, as
//! [`DateTime`] has none: what comes out is the whole second that the moment lies in.

use super::{DateTime, InvalidDateTime};

#[cfg(feature = "chrono-04")]
impl<Zone: chrono::TimeZone> TryFrom<chrono::DateTime<Zone>> for DateTime {
    type Error = InvalidDateTime;

    fn try_from(moment: chrono::DateTime<Zone>) -> Result<Self, InvalidDateTime> {
        Self::from_unix(moment.timestamp())
    }
}

#[cfg(feature = "chrono-04")]
impl From<DateTime> for chrono::DateTime<chrono::Utc> {
    fn from(moment: DateTime) -> Self {
        // The range of chrono is the wider one, so nothing falls back to the default.
        Self::from_timestamp(moment.unix(), 0).unwrap_or_default()
    }
}

#[cfg(feature = "jiff-1")]
impl TryFrom<jiff::Timestamp> for DateTime {
    type Error = InvalidDateTime;

    fn try_from(moment: jiff::Timestamp) -> Result<Self, InvalidDateTime> {
        // A jiff timestamp before 1970 has whole seconds and a fraction that are both negative.
        Self::from_unix(moment.as_second() - i64::from(moment.subsec_nanosecond() < 0))
    }
}

/// Fails after 9999-12-30 22:00:00, where the timestamps of jiff end.
#[cfg(feature = "jiff-1")]
impl TryFrom<DateTime> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(moment: DateTime) -> Result<Self, jiff::Error> {
        Self::from_second(moment.unix())
    }
}

#[cfg(feature = "time-03")]
impl TryFrom<time::OffsetDateTime> for DateTime {
    type Error = InvalidDateTime;

    fn try_from(moment: time::OffsetDateTime) -> Result<Self, InvalidDateTime> {
        Self::from_unix(moment.unix_timestamp())
    }
}

#[cfg(feature = "time-03")]
impl From<DateTime> for time::OffsetDateTime {
    fn from(moment: DateTime) -> Self {
        // The range of time is the wider one, so nothing falls back to 1970.
        Self::from_unix_timestamp(moment.unix()).unwrap_or(Self::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments() -> impl Iterator<Item = DateTime> {
        [DateTime::MIN.unix(), -1, 0, 1_709_209_800, 4_102_444_800]
            .into_iter()
            .map(|seconds| DateTime::from_unix(seconds).unwrap())
    }

    #[cfg(feature = "chrono-04")]
    #[test]
    fn chrono_and_back() {
        for moment in moments().chain([DateTime::MAX]) {
            assert_eq!(chrono::DateTime::<chrono::Utc>::from(moment).try_into(), Ok(moment));
        }
        let before = chrono::DateTime::from_timestamp_millis(-1).unwrap();
        assert_eq!(DateTime::try_from(before).unwrap().unix(), -1);
    }

    #[cfg(feature = "jiff-1")]
    #[test]
    fn jiff_and_back() {
        for moment in moments() {
            assert_eq!(jiff::Timestamp::try_from(moment).unwrap().try_into(), Ok(moment));
        }
        let before = jiff::Timestamp::from_millisecond(-1).unwrap();
        assert_eq!(DateTime::try_from(before).unwrap().unix(), -1);
    }

    #[cfg(feature = "time-03")]
    #[test]
    fn time_and_back() {
        for moment in moments().chain([DateTime::MAX]) {
            assert_eq!(time::OffsetDateTime::from(moment).try_into(), Ok(moment));
        }
        let before = time::OffsetDateTime::from_unix_timestamp_nanos(-1).unwrap();
        assert_eq!(DateTime::try_from(before).unwrap().unix(), -1);
    }
}
