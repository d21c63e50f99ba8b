using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Magpie.Tests.Support;

/// <summary>A file that was uploaded.</summary>
/// <param name="PublicId">With folder.</param>
/// <param name="Sha256">Lower-case hexadecimal digest of the bytes.</param>
/// <param name="Uploads">How often it was uploaded under this id.</param>
/// <param name="Version">Changes with every upload.</param>
public sealed record CloudinaryAsset(
    string ResourceType, string PublicId, string Format, long Bytes, string Sha256, int Uploads, long Version,
    IReadOnlyList<string> Tags, IReadOnlyDictionary<string, string> Context, string? Eager);

/// <summary>What is kept, by resource type and public id.</summary>
internal sealed class CloudinaryStore(string cloud, string secret, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Type, string Id), CloudinaryAsset> _assets = [];

    public IReadOnlyList<CloudinaryAsset> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _assets.Values];
            }
        }
    }

    public CloudinaryAsset? Find(string resourceType, string publicId)
    {
        lock (_gate)
        {
            return _assets.GetValueOrDefault((resourceType, publicId));
        }
    }

    public async Task<CloudinaryAnswer> UploadAsync(CloudinaryCall call, string? path, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return CloudinaryAnswer.Error(400, "Missing required parameter - file");
        }

        await using var file = File.OpenRead(path);
        var head = new byte[16];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (CloudinaryFormat.Of(head.AsSpan(0, read)) is not { } format || !string.Equals(format.ResourceType, call.ResourceType, StringComparison.Ordinal))
        {
            return CloudinaryAnswer.Error(400, $"Invalid {call.ResourceType} file");
        }

        file.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        var id = call.PublicId ?? digest[..20];
        lock (_gate)
        {
            var before = _assets.GetValueOrDefault((call.ResourceType, id));
            if (before is not null && string.Equals(call["overwrite"], "false", StringComparison.Ordinal))
            {
                return new CloudinaryAnswer(200, Describe(before, existing: true));
            }

            var uploads = (before?.Uploads ?? 0) + 1;
            var asset = new CloudinaryAsset(
                call.ResourceType, id, format.Name, file.Length, digest, uploads, time.GetUtcNow().ToUnixTimeSeconds() + uploads,
                TagsOf(call["tags"]), CloudinaryContext.Read(call["context"]), call["eager"]);
            _assets[(call.ResourceType, id)] = asset;
            return new CloudinaryAnswer(200, Describe(asset, existing: false));
        }
    }

    public CloudinaryAnswer Explicit(CloudinaryCall call)
    {
        if (call["type"] is null)
        {
            return CloudinaryAnswer.Error(400, "Missing required parameter - type");
        }

        return Change(call, asset => asset with
        {
            Tags = call["tags"] is { } tags ? TagsOf(tags) : asset.Tags,
            Context = call["context"] is { } context ? CloudinaryContext.Read(context) : asset.Context,
        });
    }

    public CloudinaryAnswer Destroy(CloudinaryCall call)
    {
        if (call.PublicId is not { } id)
        {
            return CloudinaryAnswer.Error(400, "Missing required parameter - public_id");
        }

        lock (_gate)
        {
            return new CloudinaryAnswer(200, new { result = _assets.Remove((call.ResourceType, id)) ? "ok" : "not found" });
        }
    }

    public CloudinaryAnswer Tags(CloudinaryCall call) => ChangeAll(call, asset => asset with
    {
        Tags = call["command"] switch
        {
            "remove_all" => [],
            "replace" => TagsOf(call["tag"]),
            "remove" => [.. asset.Tags.Except(TagsOf(call["tag"]), StringComparer.Ordinal)],
            _ => [.. asset.Tags.Union(TagsOf(call["tag"]), StringComparer.Ordinal)],
        },
    });

    public CloudinaryAnswer Context(CloudinaryCall call) => ChangeAll(call, asset => asset with
    {
        Context = string.Equals(call["command"], "remove_all", StringComparison.Ordinal)
            ? CloudinaryContext.Read(null)
            : CloudinaryContext.Read(call["context"]),
    });

    private static List<string> TagsOf(string? text) => [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private CloudinaryAnswer Change(CloudinaryCall call, Func<CloudinaryAsset, CloudinaryAsset> change)
    {
        lock (_gate)
        {
            if (call.PublicId is not { } id || !_assets.TryGetValue((call.ResourceType, id), out var asset))
            {
                return CloudinaryAnswer.Error(404, $"Resource not found - {call.PublicId}");
            }

            return new CloudinaryAnswer(200, Describe(_assets[(call.ResourceType, id)] = change(asset), existing: false));
        }
    }

    private CloudinaryAnswer ChangeAll(CloudinaryCall call, Func<CloudinaryAsset, CloudinaryAsset> change)
    {
        lock (_gate)
        {
            var changed = TagsOf(call["public_ids"]).Where(id => _assets.ContainsKey((call.ResourceType, id))).ToList();
            changed.ForEach(id => _assets[(call.ResourceType, id)] = change(_assets[(call.ResourceType, id)]));
            return new CloudinaryAnswer(200, new { public_ids = changed });
        }
    }

    private Dictionary<string, object?> Describe(CloudinaryAsset asset, bool existing)
    {
        var path = $"://res.cloudinary.com/{cloud}/{asset.ResourceType}/upload/v{asset.Version}/{asset.PublicId}.{asset.Format}";
        var answer = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["asset_id"] = asset.Sha256[..32],
            ["public_id"] = asset.PublicId,
            ["version"] = asset.Version,
            ["format"] = asset.Format,
            ["resource_type"] = asset.ResourceType,
            ["type"] = "upload",
            ["created_at"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["tags"] = asset.Tags,
            ["bytes"] = asset.Bytes,
            ["etag"] = asset.Sha256[..32],
            ["url"] = "http" + path,
            ["secure_url"] = "https" + path,
            ["context"] = new { custom = asset.Context },
#pragma warning disable CA5350 // The service's default.
            ["signature"] = Convert.ToHexStringLower(
                SHA1.HashData(Encoding.UTF8.GetBytes($"public_id={asset.PublicId}&version={asset.Version}{secret}"))),
#pragma warning restore CA5350
        };
        if (existing)
        {
            answer["existing"] = true;
        }

        if (asset.Eager is { } eager)
        {
            answer["eager"] = eager.Split('|').Select(one => new { transformation = one, secure_url = $"https{path}/{one}" });
        }

        return answer;
    }
}
