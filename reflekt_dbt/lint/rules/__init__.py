"""The rules we bring, one a file."""

from __future__ import annotations

from reflekt_dbt.lint.rule import Rule
from reflekt_dbt.lint.rules.rf101_unreadable_file import UnreadableFile
from reflekt_dbt.lint.rules.rf102_misnamed_file import MisnamedFile
from reflekt_dbt.lint.rules.rf103_space_in_path import SpaceInPath
from reflekt_dbt.lint.rules.rf104_violates_meta_schema import ViolatesMetaSchema
from reflekt_dbt.lint.rules.rf105_missing_id import MissingId
from reflekt_dbt.lint.rules.rf106_id_differs_from_path import IdDiffersFromPath
from reflekt_dbt.lint.rules.rf107_duplicate_id import DuplicateId
from reflekt_dbt.lint.rules.rf108_name_differs_from_path import NameDiffersFromPath
from reflekt_dbt.lint.rules.rf109_version_differs_from_path import VersionDiffersFromPath
from reflekt_dbt.lint.rules.rf110_invalid_draft_07 import InvalidDraft07
from reflekt_dbt.lint.rules.rf111_unknown_keyword import UnknownKeyword
from reflekt_dbt.lint.rules.rf112_bad_regex import BadRegex
from reflekt_dbt.lint.rules.rf113_unknown_required import UnknownRequired
from reflekt_dbt.lint.rules.rf114_value_outside_its_type import ValueOutsideItsType
from reflekt_dbt.lint.rules.rf115_unresolved_ref import UnresolvedRef
from reflekt_dbt.lint.rules.rf116_other_draft import OtherDraft
from reflekt_dbt.lint.rules.rf117_endless_references import EndlessReferences
from reflekt_dbt.lint.rules.rf118_unknown_life import UnknownLife
from reflekt_dbt.lint.rules.rf119_unclear_pii import UnclearPii
from reflekt_dbt.lint.rules.rf120_useless_renamed_from import UselessRenamedFrom
from reflekt_dbt.lint.rules.rf191_unused_ignore import UnusedIgnore
from reflekt_dbt.lint.rules.rf192_unknown_ignore import UnknownIgnore
from reflekt_dbt.lint.rules.rf201_event_without_description import EventWithoutDescription
from reflekt_dbt.lint.rules.rf202_description_without_words import DescriptionWithoutWords
from reflekt_dbt.lint.rules.rf203_property_without_description import PropertyWithoutDescription
from reflekt_dbt.lint.rules.rf204_property_without_type import PropertyWithoutType
from reflekt_dbt.lint.rules.rf205_type_not_allowed import TypeNotAllowed
from reflekt_dbt.lint.rules.rf206_array_without_items import ArrayWithoutItems
from reflekt_dbt.lint.rules.rf207_object_without_properties import ObjectWithoutProperties
from reflekt_dbt.lint.rules.rf208_unreviewed_draft import UnreviewedDraft
from reflekt_dbt.lint.rules.rf301_miscased_event import MiscasedEvent
from reflekt_dbt.lint.rules.rf302_digit_in_event import DigitInEvent
from reflekt_dbt.lint.rules.rf303_reserved_event import ReservedEvent
from reflekt_dbt.lint.rules.rf304_miscased_property import MiscasedProperty
from reflekt_dbt.lint.rules.rf305_digit_in_property import DigitInProperty
from reflekt_dbt.lint.rules.rf306_reserved_property import ReservedProperty
from reflekt_dbt.lint.rules.rf401_properties_share_column import PropertiesShareColumn
from reflekt_dbt.lint.rules.rf402_property_not_loaded import PropertyNotLoaded
from reflekt_dbt.lint.rules.rf403_renamed_property import RenamedProperty
from reflekt_dbt.lint.rules.rf404_events_share_table import EventsShareTable
from reflekt_dbt.lint.rules.rf405_event_named_like_standard_table import (
    EventNamedLikeStandardTable,
)
from reflekt_dbt.lint.rules.rf406_event_not_loaded import EventNotLoaded
from reflekt_dbt.lint.rules.rf407_renamed_event import RenamedEvent
from reflekt_dbt.lint.rules.rf408_identifier_too_long import IdentifierTooLong
from reflekt_dbt.lint.rules.rf409_too_many_columns import TooManyColumns
from reflekt_dbt.lint.rules.rf501_version_gap import VersionGap
from reflekt_dbt.lint.rules.rf502_duplicate_version import DuplicateVersion
from reflekt_dbt.lint.rules.rf503_breaking_minor import BreakingMinor
from reflekt_dbt.lint.rules.rf504_needless_major import NeedlessMajor
from reflekt_dbt.lint.rules.rf505_edited_older_version import EditedOlderVersion
from reflekt_dbt.lint.rules.rf601_unmarked_personal_data import UnmarkedPersonalData

# By hand: a rule that is not here does not exist, and git blame says since when.
ALL_RULES: tuple[type[Rule], ...] = (
    UnreadableFile,
    MisnamedFile,
    SpaceInPath,
    ViolatesMetaSchema,
    MissingId,
    IdDiffersFromPath,
    DuplicateId,
    NameDiffersFromPath,
    VersionDiffersFromPath,
    InvalidDraft07,
    UnknownKeyword,
    BadRegex,
    UnknownRequired,
    ValueOutsideItsType,
    UnresolvedRef,
    OtherDraft,
    EndlessReferences,
    UnknownLife,
    UnclearPii,
    UselessRenamedFrom,
    UnusedIgnore,
    UnknownIgnore,
    EventWithoutDescription,
    DescriptionWithoutWords,
    PropertyWithoutDescription,
    PropertyWithoutType,
    TypeNotAllowed,
    ArrayWithoutItems,
    ObjectWithoutProperties,
    UnreviewedDraft,
    MiscasedEvent,
    DigitInEvent,
    ReservedEvent,
    MiscasedProperty,
    DigitInProperty,
    ReservedProperty,
    PropertiesShareColumn,
    PropertyNotLoaded,
    RenamedProperty,
    EventsShareTable,
    EventNamedLikeStandardTable,
    EventNotLoaded,
    RenamedEvent,
    IdentifierTooLong,
    TooManyColumns,
    VersionGap,
    DuplicateVersion,
    BreakingMinor,
    NeedlessMajor,
    EditedOlderVersion,
    UnmarkedPersonalData,
)
