//! The proleptic Gregorian calendar.

use std::fmt;

pub(super) const SECONDS_PER_DAY: i64 = 86_400;

/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;
const DAYS_PER_400_YEARS: i64 = 146_097;

/// A date and time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
}

impl Civil {
    /// The fields of a moment in the years 0 to 9999.
    ///
    /// Years are counted from March, so that the leap day is the last of its year; then the lengths
    /// of the months before a day are a straight line, `(153 m + 2) / 5`.
    pub(super) fn of_unix(seconds: i64) -> Self {
        let days = seconds.div_euclid(SECONDS_PER_DAY) + DAYS_TO_1970;
        let of_day = seconds.rem_euclid(SECONDS_PER_DAY) as u32;

        let cycle = days.div_euclid(DAYS_PER_400_YEARS);
        let of_cycle = days.rem_euclid(DAYS_PER_400_YEARS) as u32;
        let year_of_cycle =
            (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = cycle * 400 + i64::from(year_of_cycle) + i64::from(month <= 2);

        Self {
            year: year as u16,
            month: month as u8,
            day: day as u8,
            hour: (of_day / 3_600) as u8,
            minute: (of_day / 60 % 60) as u8,
            second: (of_day % 60) as u8,
        }
    }

    /// Seconds since 1970, or what is wrong with the fields.
    pub(super) fn unix(self) -> Result<i64, String> {
        let Self { year, month, day, hour, minute, second } = self;
        if !(1..=12).contains(&month) {
            return Err("the month is not 1 to 12".to_owned());
        }
        let length = days_of_month(year, month);
        if !(1..=length).contains(&day) {
            return Err(format!("{} {year} has {length} days", NAMES[usize::from(month) - 1]));
        }
        if hour > 23 {
            return Err("the hour is not 0 to 23".to_owned());
        }
        if minute > 59 {
            return Err("the minute is not 0 to 59".to_owned());
        }
        if second > 59 {
            return Err("the second is not 0 to 59".to_owned());
        }

        let (from_march, year) = if month > 2 {
            (i64::from(month) - 3, i64::from(year))
        } else {
            (i64::from(month) + 9, i64::from(year) - 1)
        };
        let cycle = year.div_euclid(400);
        let year_of_cycle = year.rem_euclid(400);
        let of_year = (153 * from_march + 2) / 5 + i64::from(day) - 1;
        let of_cycle = 365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100 + of_year;
        let days = cycle * DAYS_PER_400_YEARS + of_cycle - DAYS_TO_1970;
        Ok(days * SECONDS_PER_DAY
            + i64::from(hour) * 3_600
            + i64::from(minute) * 60
            + i64::from(second))
    }

    /// `YYYY-MM-DD HH:MM:SS`.
    pub(super) fn text(self) -> [u8; 19] {
        let mut text = *b"0000-00-00 00:00:00";
        let mut put = |at: usize, two_digits: u8| {
            text[at] = b'0' + two_digits / 10;
            text[at + 1] = b'0' + two_digits % 10;
        };
        put(0, (self.year / 100) as u8);
        put(2, (self.year % 100) as u8);
        put(5, self.month);
        put(8, self.day);
        put(11, self.hour);
        put(14, self.minute);
        put(17, self.second);
        text
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_range_follows_the_one_before() {
        let mut civil = Civil { year: 1582, month: 10, day: 15, hour: 0, minute: 0, second: 0 };
        let mut seconds = civil.unix().unwrap();
        while civil.year < 10_000 {
            assert_eq!(civil.unix(), Ok(seconds));
            assert_eq!(Civil::of_unix(seconds), civil);
            seconds += SECONDS_PER_DAY;
            civil.day += 1;
            if civil.day > days_of_month(civil.year, civil.month) {
                civil.day = 1;
                civil.month += 1;
            }
            if civil.month > 12 {
                civil.month = 1;
                civil.year += 1;
            }
        }
    }

    #[test]
    fn the_ends_of_a_day() {
        assert_eq!(Civil::of_unix(-1).to_string(), "1969-12-31 23:59:59");
        assert_eq!(Civil::of_unix(86_399).to_string(), "1970-01-01 23:59:59");
        assert_eq!(&Civil::of_unix(-1).text(), b"1969-12-31 23:59:59");
    }
}
