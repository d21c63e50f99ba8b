using Magpie.Functions.Multipart;

namespace Magpie.Functions.Clarifai.V1;

/// <summary>What is to be tagged. Owns the files that came with it.</summary>
internal sealed class V1TagRequest : IAsyncDisposable
{
    /// <summary>Images and videos of one request, as Clarifai limited them.</summary>
    public const int MaxItems = 128;

    /// <summary>In the order they came; each a URL or a file.</summary>
    public List<V1Item> Items { get; } = [];

    public List<string> LocalIds { get; } = [];

    public string? Model { get; private set; }

    public string? Language { get; private set; }

    /// <summary>Takes a parameter; those that are not known are passed over. A sentence when there is something wrong with it.</summary>
    public string? Add(string name, string value)
    {
        switch (name)
        {
            case "url" when Items.Count == MaxItems:
                return $"At most {MaxItems} images or videos are tagged at once.";
            case "url":
                Items.Add(new V1Item(value, null));
                return null;
            case "local_id":
                LocalIds.Add(value);
                return null;
            case "model":
                Model = value;
                return null;
            case "language":
                Language = value;
                return null;
            case "encoded_data" or "encoded_image":
                return "Files, also in base64, are read from a multipart form only. Send \"encoded_data\" as a part of one.";
            default:
                return null;
        }
    }

    public string LocalIdOf(int index) => index < LocalIds.Count ? LocalIds[index] : "";

    public async ValueTask DisposeAsync()
    {
        foreach (var item in Items)
        {
            if (item.File is { } file)
            {
                await file.DisposeAsync();
            }
        }
    }
}

/// <summary>One image or video: a URL, or a file.</summary>
internal sealed record V1Item(string? Url, ReceivedFile? File);
