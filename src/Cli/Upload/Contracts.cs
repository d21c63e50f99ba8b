using System.Text.Json.Serialization;
using Magpie.Assets;

namespace Magpie.Cli.Upload;

/// <summary>A file to reserve a place for.</summary>
internal sealed record PlaceRequest(string Name, string ContentType, long Size, string? Title, IReadOnlyList<string> Tags, string Sha256);

/// <summary>A place, as the service answers.</summary>
internal sealed record PlaceAnswer(string Id, Uri? UploadUrl, Dictionary<string, string>? Headers, DateTimeOffset? ExpiresAt, string Status)
{
    /// <summary>Whether the id is one, and the address, where there is one, can be called.</summary>
    [JsonIgnore]
    public bool IsSound => AssetId.IsValid(Id) && (UploadUrl is null || UploadUrl is { IsAbsoluteUri: true, Scheme: "http" or "https" });

    /// <summary>Without the signature.</summary>
    public override string ToString() => Id;
}

internal sealed record PlacesAnswer(IReadOnlyList<PlaceAnswer> Uploads);

internal sealed record AssetAnswer(string Id, string State, ProblemAnswer? Error, string? Sha256);

internal sealed record AssetsAnswer(IReadOnlyList<AssetAnswer> Assets, IReadOnlyList<string>? Missing);

/// <summary>An asset's error, or a request's.</summary>
internal sealed record ProblemAnswer(string? Code, string? Message, string? Detail, IReadOnlyList<FileProblem>? Errors);

/// <summary>What is wrong with a file of a request.</summary>
/// <param name="File">Its place in the request, from 0.</param>
internal sealed record FileProblem(string? Code, string? Detail, int? File);

/// <summary>What the service does about an asset that failed.</summary>
internal enum RetryAnswer
{
    /// <summary>It is worked on once more.</summary>
    Queued,

    /// <summary>It has not failed any more: somebody else was faster.</summary>
    NotFailed,

    /// <summary>There is nothing left to work on.</summary>
    BytesGone,

    /// <summary>Not for this key.</summary>
    NotAllowed,
}

internal sealed record PlacesRequest(IReadOnlyList<PlaceRequest> Files);

internal sealed record ChecksumsRequest(IReadOnlyList<string> Sha256);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PlacesRequest))]
[JsonSerializable(typeof(ChecksumsRequest))]
[JsonSerializable(typeof(PlacesAnswer))]
[JsonSerializable(typeof(PlaceAnswer))]
[JsonSerializable(typeof(AssetsAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class Contracts : JsonSerializerContext;
