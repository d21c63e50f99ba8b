using System.Text;
using System.Text.Json;
using Magpie.Assets;
using Magpie.Uploads;
using Magpie.Uploads.Rules;

namespace Magpie.Inputs;

/// <summary>What must hold for an input beside what must hold for its file.</summary>
internal sealed class InputRules(UploadOptions options)
{
    private const int MaxDepth = 16;

    private readonly TagsRule _tags = new(options);

    /// <summary>Null when all holds.</summary>
    public UploadError? Check(NewInput input) => (input.Id is { } id ? CheckId(id) : null) ?? Check(input.Present, input.Absent, input.Metadata, input.Geo);

    /// <inheritdoc cref="Check(NewInput)"/>
    public UploadError? Check(IReadOnlyList<string> present, IReadOnlyList<string> absent, string? metadata, GeoPoint? geo) =>
        _tags.Check(present) ?? _tags.Check(absent) ?? (metadata is null ? null : CheckMetadata(metadata)) ?? (geo is null ? null : CheckGeo(geo));

    /// <summary>What a change cannot be applied with; what comes of it is checked when it is.</summary>
    public static UploadError? Check(InputEdit edit) => edit.Metadata is { } metadata ? CheckMetadata(metadata) : null;

    private static UploadError? CheckId(string id) => id.Length is > 0 and <= NewInput.MaxIdLength && PlainText.IsPlain(id)
        ? null
        : new UploadError(InputCodes.InvalidId, $"An input's id has 1 to {NewInput.MaxIdLength} characters, without control characters.");

    private static UploadError? CheckMetadata(string metadata)
    {
        if (Encoding.UTF8.GetByteCount(metadata) > NewInput.MaxMetadata)
        {
            return new UploadError(InputCodes.InvalidMetadata, $"The metadata has more than {NewInput.MaxMetadata >> 10} KiB. Shorten it.");
        }

        try
        {
            using var json = JsonDocument.Parse(metadata, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return json.RootElement.ValueKind != JsonValueKind.Object ? new UploadError(InputCodes.InvalidMetadata, "The metadata must be a JSON object.")
                : MetadataJson.IsReadable(json.RootElement) ? null
                : new UploadError(InputCodes.InvalidMetadata, MetadataJson.Advice);
        }
        catch (JsonException)
        {
            return new UploadError(InputCodes.InvalidMetadata, $"The metadata must be a JSON object, at most {MaxDepth} levels deep.");
        }
    }

    private static UploadError? CheckGeo(GeoPoint geo) => geo is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 }
        ? null
        : new UploadError("invalid-geo", "A place has a latitude from -90 to 90 and a longitude from -180 to 180 degrees.");
}
