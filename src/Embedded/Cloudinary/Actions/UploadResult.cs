using System.Text.Json;

namespace CloudinaryDotNet.Actions;

/// <summary>What became of an upload.</summary>
public abstract class UploadResult : BaseResult
{
    /// <summary>With folder.</summary>
    public string? PublicId { get; set; }

    public string? Version { get; set; }

    public Uri? Url { get; set; }

    public Uri? SecureUrl { get; set; }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; set; }

    public string? Format { get; set; }

    internal override void Read(JsonElement answer)
    {
        base.Read(answer);
        PublicId = Text(answer, "public_id");
        Version = Text(answer, "version");
        Url = Address(answer, "url");
        SecureUrl = Address(answer, "secure_url");
        Bytes = Number(answer, "bytes", value => value.GetInt64()) ?? 0;
        Format = Text(answer, "format");
    }
}

/// <summary>What became of the upload of any file.</summary>
public class RawUploadResult : UploadResult
{
    public string[] Tags { get; set; } = [];

    public string? ResourceType { get; set; }

    internal override void Read(JsonElement answer)
    {
        base.Read(answer);
        Tags = Texts(answer, "tags");
        ResourceType = Text(answer, "resource_type");
    }
}

/// <summary>What became of a picture.</summary>
public class ImageUploadResult : RawUploadResult
{
    public int Width { get; set; }

    public int Height { get; set; }

    internal override void Read(JsonElement answer)
    {
        base.Read(answer);
        Width = Number(answer, "width", value => value.GetInt32()) ?? 0;
        Height = Number(answer, "height", value => value.GetInt32()) ?? 0;
    }
}

/// <summary>What became of a video.</summary>
public class VideoUploadResult : RawUploadResult
{
    /// <summary>Seconds.</summary>
    public double Duration { get; set; }

    internal override void Read(JsonElement answer)
    {
        base.Read(answer);
        Duration = Number(answer, "duration", value => value.GetDouble()) ?? 0;
    }
}

/// <summary>What became of a change.</summary>
public class ExplicitResult : RawUploadResult
{
}
