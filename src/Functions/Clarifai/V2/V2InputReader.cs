using System.Text.Json;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Concepts;
using Magpie.Inputs;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Reads what a client says of an input; concepts that nobody knows yet are made once it is taken.</summary>
internal sealed class V2InputReader(ConceptService concepts)
{
    /// <summary>Inputs of one request.</summary>
    public const int MaxInputs = 128;

    /// <summary>Concepts of one input.</summary>
    public const int MaxConcepts = 128;

    /// <summary>The inputs of a request: 1 to <see cref="MaxInputs"/>, none null.</summary>
    public static IReadOnlyList<V2Input> InputsOf(V2InputsRequest request)
    {
        var inputs = request.Inputs ?? (request.Input is { } one ? [one] : []);
        return inputs.Count == 0 ? throw V2Exception.BadRequest(V2Code.InvalidRequest, "No inputs. Send at least one in \"inputs\".")
            : inputs.Count > MaxInputs ? throw V2Exception.BadRequest(V2Code.OverLimit, $"{inputs.Count} inputs in one request. Send at most {MaxInputs}.")
            : inputs.Contains(null) ? throw V2Exception.BadRequest(V2Code.BadFormat, "An input is null.")
            : [.. inputs.OfType<V2Input>()];
    }

    public async Task<NewInput> ReadAsync(Caller caller, V2Input input, CancellationToken cancellationToken)
    {
        var image = PictureOf(input.Data);
        var (present, absent) = await ConceptsAsync(caller, input.Data, cancellationToken);
        return new NewInput
        {
            Id = string.IsNullOrEmpty(input.Id) ? null : input.Id,
            Url = image.Base64 is null ? image.Url : null,
            Bytes = image.Base64 is { } bytes ? BytesOf(bytes) : null,
            AllowDuplicateUrl = image.AllowDuplicateUrl ?? false,
            Present = present ?? [],
            Absent = absent ?? [],
            Metadata = MetadataOf(input.Data),
            Geo = GeoOf(input.Data),
        };
    }

    public async Task<InputEdit> ReadEditAsync(Caller caller, V2Data? data, InputAction action, CancellationToken cancellationToken)
    {
        var (present, absent) = await ConceptsAsync(caller, data, cancellationToken);
        return new InputEdit(action, present, absent, MetadataOf(data), GeoOf(data));
    }

    /// <summary>Makes the concepts of an input that is taken, those that are not there.</summary>
    public async Task KeepConceptsAsync(Caller caller, V2Data? data, CancellationToken cancellationToken)
    {
        foreach (var concept in data?.Concepts ?? [])
        {
            await concepts.GetOrAddAsync(caller.Account, Text(concept.Id), Text(concept.Name), cancellationToken);
        }
    }

    /// <summary>The image, or video, that is sent.</summary>
    public static V2Image PictureOf(V2Data? data) => (data?.Image ?? data?.Video) switch
    {
        { Crop: { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } } =>
            throw V2Exception.BadRequest(V2Code.InputInvalid, "\"crop\" is not supported. Crop the picture before you send it."),
        { } image when image.Base64 is not null || !string.IsNullOrEmpty(image.Url) => image,
        _ => throw V2Exception.BadRequest(V2Code.InputInvalid, "An input needs \"data.image.url\" or \"data.image.base64\"."),
    };

    /// <summary>The bytes that came as base64.</summary>
    public static ReadOnlyMemory<byte> BytesOf(V2Bytes base64) =>
        base64.Content ?? throw V2Exception.BadRequest(V2Code.InvalidBytes, "\"base64\" is not base64, or nothing is in it.");

    /// <summary>Whether a concept is said to be there.</summary>
    public static bool IsPresent(V2Concept concept) => (concept.Value ?? 1) switch
    {
        >= 0 and <= 1 and var value => value >= 0.5,
        _ => throw V2Exception.BadRequest(V2Code.ConceptsInvalid, "A concept's \"value\" is 0 to 1: 1 when it is there, 0 when it is not."),
    };

    private static string? MetadataOf(V2Data? data) => data?.Metadata is not { ValueKind: not JsonValueKind.Null } metadata ? null
        : metadata.ValueKind != JsonValueKind.Object ? throw V2Exception.BadRequest(V2Code.InputInvalid, "\"metadata\" must be a JSON object.")
        : MetadataJson.IsReadable(metadata) ? metadata.GetRawText()
        : throw V2Exception.BadRequest(V2Code.InputInvalid, MetadataJson.Advice);

    private static GeoPoint? GeoOf(V2Data? data) => data?.Geo?.GeoPoint is { } point ? new GeoPoint(point.Longitude, point.Latitude) : null;

    private async Task<(IReadOnlyList<string>? Present, IReadOnlyList<string>? Absent)> ConceptsAsync(
        Caller caller, V2Data? data, CancellationToken cancellationToken)
    {
        if (data?.Regions is { Count: > 0 })
        {
            throw V2Exception.BadRequest(V2Code.AnnotationInvalid, "Regions are not kept. Say what the whole input shows in \"data.concepts\".");
        }

        if (data?.Concepts is not { } said)
        {
            return (null, null);
        }

        if (said.Count > MaxConcepts)
        {
            throw V2Exception.BadRequest(V2Code.ConceptsInvalid, $"{said.Count} concepts of one input. Send at most {MaxConcepts}.");
        }

        var tags = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var concept in said)
        {
            // Of one that is said twice the last counts.
            tags[await TagAsync(caller, concept, cancellationToken)] = IsPresent(concept);
        }

        return ([.. tags.Where(tag => tag.Value).Select(tag => tag.Key)], [.. tags.Where(tag => !tag.Value).Select(tag => tag.Key)]);
    }

    private async Task<string> TagAsync(Caller caller, V2Concept concept, CancellationToken cancellationToken) =>
        await concepts.PlanAsync(caller.Account, Text(concept.Id), Text(concept.Name), cancellationToken) switch
        {
            ConceptResult.Done done => done.Concept.Tag,
            ConceptResult.Refused refused => throw V2Exception.BadRequest(V2Code.ConceptsInvalid, refused.Error.Message),
            _ => throw V2Exception.BadRequest(V2Code.ConceptsInvalid, "A concept needs an \"id\" or a \"name\"."),
        };

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
