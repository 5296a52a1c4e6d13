"""The errors that a user of the project can meet; each message says what failed, with values, and what to do.

* Error
  - SourceError          a file or folder cannot be read
    - SourcePassing        it cannot be read this time
      - SourceSlow           reading it took too long
      - SourceUnreadable     the system does not give it
  - ModelError           an embedding or reading model is missing, damaged, or not what it should be
  - StoreError           the index on disk cannot be used
    - StoreMissing         there is none in that folder
    - StoreBusy            another process is writing it
    - StoreDamaged         its database fails SQLite's own check, or is no index
    - StoreMismatch        it was made with another embedding model, or by another version
      - StoreOutdated        it was made by an earlier version
  - QuestionError        a question that cannot be asked (empty, say)
  - QuestionFileError    a file of questions for `qa eval` is malformed
  - PrecisionError       a precision is asked for that cannot be promised
"""


class Error(Exception):
    """Base of every error that this project raises for a user to read."""


class SourceError(Error):
    """A file or folder of documents cannot be read; the message has its path and the reason."""


class SourcePassing(SourceError):
    """A file cannot be read this time; another time it may be, though it has not changed."""


class SourceSlow(SourcePassing):
    """Reading a file took longer than it may; on another machine, or at another time, it may not."""


class SourceUnreadable(SourcePassing):
    """The system does not give a file that is there: of a disk that fails, say, or for lack of permission."""


class ModelError(Error):
    """An embedding or reading model is missing, damaged, or of the wrong kind."""


class StoreError(Error):
    """The index on disk cannot be used."""


class StoreMissing(StoreError):
    """There is no index in the folder."""


class StoreBusy(StoreError):
    """Another process is writing the index."""


class StoreDamaged(StoreError):
    """The database of the index fails SQLite's own check, or is not an index of ours."""


class StoreMismatch(StoreError):
    """The index was made with another embedding model, or with another layout of its tables."""


class StoreOutdated(StoreMismatch):
    """The index was made by an earlier version of the program, which wrote or read something otherwise."""


class QuestionError(Error):
    """The question cannot be asked as it is."""


class QuestionFileError(Error):
    """A file of questions is malformed; the message has the line."""


class PrecisionError(Error):
    """A precision is asked for that is none, or that the calibration cannot promise."""
