using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Magpie.Tests.Support;

/// <summary>One call as it arrived.</summary>
public sealed class CloudinaryCall
{
    internal CloudinaryCall(string cloud, string resourceType, string action, CloudinaryForm form, HttpRequest request)
    {
        Cloud = cloud;
        ResourceType = resourceType;
        Action = action;
        Form = form;
        UploadId = request.Headers["X-Unique-Upload-Id"].FirstOrDefault();
        ContentRange = request.Headers.ContentRange.FirstOrDefault();
    }

    public string Cloud { get; }

    /// <summary><c>image</c> or <c>video</c>.</summary>
    public string ResourceType { get; }

    /// <summary><c>upload</c>, <c>explicit</c>, <c>destroy</c>, <c>tags</c> or <c>context</c>.</summary>
    public string Action { get; }

    /// <summary>The fields of the form but the file.</summary>
    public IReadOnlyDictionary<string, string> Fields => Form.Fields;

    /// <summary>Size of the file in this call, in bytes.</summary>
    public long FileBytes => Form.FileBytes;

    /// <summary>Name of the file, null when there was none.</summary>
    public string? FileName => Form.FileName;

    public string? UploadId { get; }

    public string? ContentRange { get; }

    internal CloudinaryForm Form { get; }

    internal string? this[string field] => Fields.GetValueOrDefault(field);

    /// <summary>The public id with its folder.</summary>
    internal string? PublicId => this["public_id"] is not { } id ? null : this["folder"] is { } folder ? $"{folder}/{id}" : id;

    /// <summary>First and last byte, and the total or -1 while it is unknown.</summary>
    internal (long From, long To, long Total)? Range
    {
        get
        {
            if (ContentRange is null || !ContentRange.StartsWith("bytes ", StringComparison.Ordinal))
            {
                return null;
            }

            var numbers = ContentRange["bytes ".Length..].Replace("*", "-1", StringComparison.Ordinal).Split('/');
            var ends = numbers[0].Split('-');
            return numbers.Length == 2 && ends.Length == 2 && Read(ends[0]) is { } from && Read(ends[1]) is { } to && Read(numbers[1]) is { } total
                ? (from, to, total)
                : null;

            static long? Read(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
    }
}
