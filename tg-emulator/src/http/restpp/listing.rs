//! The parameters of lists: filter, selected attributes, order, limit.

use crate::store::{Field, Filter, Order, ValueType};

use super::error::RestError;
use super::filter::{self, Written};
use crate::request::Call;

/// The parameters before their names are resolved.
#[derive(Debug)]
pub(super) struct Listing<'a> {
    pub(super) filter: Vec<Written>,
    pub(super) select: Option<Vec<&'a str>>,
    /// Attribute names, each with `true` for descending order.
    pub(super) sort: Vec<(&'a str, bool)>,
    /// `None` for all rows, which a limit of 0 means too.
    pub(super) limit: Option<usize>,
    pub(super) count_only: bool,
}

impl<'a> Listing<'a> {
    pub(super) fn read(call: &Call<'a>) -> Result<Self, RestError> {
        call.check_common()?;
        let names = |text: &'a str| text.split(',').map(str::trim).collect::<Vec<_>>();
        let direction = |name: &'a str| match name.strip_prefix('-') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let sort = call.text("sort")?.map(names).unwrap_or_default();
        Ok(Self {
            filter: call.text("filter")?.map(filter::parse).transpose()?.unwrap_or_default(),
            select: call.text("select")?.map(names),
            sort: sort.into_iter().map(direction).collect(),
            limit: call
                .number("limit")?
                .filter(|limit| *limit > 0)
                .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX)),
            count_only: call.flag("count_only")?,
        })
    }

    /// Resolves the parameters for one type; `resolve` finds its fields.
    pub(super) fn bind(
        &self,
        resolve: impl Fn(&str) -> Option<(Field, ValueType)>,
    ) -> Result<Bound, RestError> {
        let field = |name: &str| -> Result<Field, RestError> {
            let (field, _) = resolve(name).ok_or_else(|| filter::unknown_attribute(name))?;
            Ok(field)
        };
        let select = self.select.as_ref().map(|names| names.iter().map(|n| field(n)).collect());
        let order = self.sort.iter().map(|(name, down)| Ok((field(name)?, *down)));
        Ok(Bound {
            filter: filter::bind(&self.filter, &resolve)?,
            select: select.transpose()?,
            order: order.collect::<Result<_, RestError>>()?,
        })
    }

    /// Returns all attributes that the parameters name.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &str> {
        let filtered = self.filter.iter().map(Written::attribute);
        let selected = self.select.iter().flatten().copied();
        filtered.chain(selected).chain(self.sort.iter().map(|(name, _)| *name))
    }
}

/// The parameters resolved for one type.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) filter: Filter,
    pub(super) select: Option<Vec<Field>>,
    pub(super) order: Order,
}
