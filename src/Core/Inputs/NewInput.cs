using Magpie.Assets;
using Magpie.Uploads;

namespace Magpie.Inputs;

/// <summary>What a client of Clarifai's API wants to add; nothing of it is trusted.</summary>
public sealed record NewInput
{
    /// <summary>Characters of an id.</summary>
    public const int MaxIdLength = 128;

    /// <summary>Bytes of metadata as JSON in UTF-8.</summary>
    public const int MaxMetadata = 16 << 10;

    /// <summary>Null: the asset's id.</summary>
    public string? Id { get; init; }

    /// <summary>Where to fetch it; null when <see cref="Bytes"/> are there.</summary>
    public string? Url { get; init; }

    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Whether the URL may be there already.</summary>
    public bool AllowDuplicateUrl { get; init; }

    /// <summary>Tags of the concepts it shows.</summary>
    public IReadOnlyList<string> Present { get; init; } = [];

    /// <summary>Tags of the concepts it does not show.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>A JSON object.</summary>
    public string? Metadata { get; init; }

    public GeoPoint? Geo { get; init; }
}

/// <summary>What became of an input.</summary>
public abstract record InputResult
{
    private InputResult()
    {
    }

    /// <summary>It is in the catalogue: ready, or rejected or failed with a reason.</summary>
    public sealed record Done(Asset Asset) : InputResult;

    /// <summary>It is not in the catalogue.</summary>
    /// <param name="Error">With a code of <see cref="InputCodes"/>, of the fetcher or of the upload's rules.</param>
    public sealed record Refused(UploadError Error) : InputResult;

    /// <summary>The account has none of this id, or none that the caller may see.</summary>
    public sealed record Missing : InputResult;
}

/// <summary>Why an input is not taken, beside what is wrong with its file.</summary>
public static class InputCodes
{
    public const string DuplicateId = "duplicate-id";
    public const string DuplicateUrl = "duplicate-url";
    public const string InvalidId = "invalid-id";
    public const string InvalidMetadata = "invalid-metadata";
    public const string NotAFile = "unsupported-type";
    public const string Busy = "busy";
    public const string NotEditable = "not-editable";
}
