using Magpie.Uploads;

namespace Magpie.Functions.Uploads;

/// <summary>Body of <c>POST /api/uploads</c>.</summary>
public sealed class UploadRequest
{
    public IReadOnlyList<FileRequest?>? Files { get; init; }

    /// <summary>The files; one that is null is a file of which nothing is said, and the rules refuse it.</summary>
    public IReadOnlyList<UploadFile> Described() => [.. (Files ?? []).Select(file => (file ?? new FileRequest()).Described())];
}

/// <summary>One file of it.</summary>
public sealed class FileRequest
{
    public string? Name { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    public string? Title { get; init; }

    public IReadOnlyList<string?>? Tags { get; init; }

    public string? Sha256 { get; init; }

    public UploadFile Described() =>
        new() { Name = Name, ContentType = ContentType, Size = Size, Title = Title, Tags = Tags ?? [], Sha256 = Sha256 };
}
