namespace Magpie.Ingest;

/// <summary>Why a file is rejected: the values of <c>error.code</c> of an asset in state <c>rejected</c>.</summary>
public static class RejectionCodes
{
    public const string UnsupportedType = "unsupported-type";
    public const string TypeMismatch = "type-mismatch";
    public const string TooLarge = "too-large";
    public const string TooManyPixels = "too-many-pixels";
    public const string Corrupt = "corrupt";
    public const string Empty = "empty";
    public const string ChecksumMismatch = "checksum-mismatch";

    /// <summary>The account has the very file already, and the options say that it wants each once.</summary>
    public const string Duplicate = "duplicate";
}
