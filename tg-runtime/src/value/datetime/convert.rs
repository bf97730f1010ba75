//! To and from the moments of other libraries.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{DateTime, InvalidDateTime};

impl DateTime {
    /// Now, down to the whole second.
    ///
    /// # Errors
    ///
    /// When the system's clock is outside of [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
    pub fn now() -> Result<Self, InvalidDateTime> {
        Self::try_from(SystemTime::now())
    }

    /// The moment as the standard library's; `None` where that does not reach back so far (on
    /// Windows, before 1601).
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.unix().unsigned_abs());
        if self.unix() < 0 {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        }
    }
}

/// The whole second that the moment lies in; DATETIME has no fractions.
impl TryFrom<SystemTime> for DateTime {
    type Error = InvalidDateTime;

    fn try_from(moment: SystemTime) -> Result<Self, InvalidDateTime> {
        let seconds = match moment.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).ok(),
            Err(before) => {
                let before = before.duration();
                let whole = i64::try_from(before.as_secs()).ok();
                whole.map(|whole| -whole - i64::from(before.subsec_nanos() > 0))
            }
        };
        seconds
            .ok_or_else(|| InvalidDateTime::out_of_range(format!("{moment:?}")))
            .and_then(Self::from_unix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_time_keeps_whole_seconds_on_both_sides_of_1970() {
        for seconds in [-12_219_292_800, -1, 0, 1, 4_102_444_800] {
            let moment = DateTime::from_unix(seconds).unwrap();
            assert_eq!(DateTime::try_from(moment.to_system_time().unwrap()), Ok(moment));
        }
        let half_before = UNIX_EPOCH - Duration::from_millis(500);
        assert_eq!(DateTime::try_from(half_before).unwrap().unix(), -1);
        let half_after = UNIX_EPOCH + Duration::from_millis(500);
        assert_eq!(DateTime::try_from(half_after).unwrap().unix(), 0);
    }
}
