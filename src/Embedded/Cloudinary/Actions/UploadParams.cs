namespace CloudinaryDotNet.Actions;

/// <summary>Parameters of every upload.</summary>
public class BasicRawUploadParams : BaseParams
{
    public FileDescription? File { get; set; }

    /// <summary>Name of the file at the service, without folder; random when not given.</summary>
    public string? PublicId { get; set; }

    /// <summary><c>upload</c> (the default), <c>private</c> or <c>authenticated</c>.</summary>
    public string? Type { get; set; }

    public virtual ResourceType ResourceType => ResourceType.Raw;

    /// <summary>Joins the chunks of one file; random when not given.</summary>
    public string? UniqueUploadId { get; set; }

    public override void Check()
    {
        if (string.IsNullOrEmpty(File?.FileName))
        {
            throw Missing("File name must be specified in UploadParams!");
        }
    }

    public override SortedDictionary<string, object> ToParamsDictionary()
    {
        var dict = base.ToParamsDictionary();
        if (File is not null)
        {
            dict.Add("file", File);
        }

        AddParam(dict, "public_id", PublicId);
        AddParam(dict, "type", Type);
        return dict;
    }
}

/// <summary>Parameters of an upload with a place, tags and context.</summary>
public class RawUploadParams : BasicRawUploadParams
{
    /// <summary>Comma-separated.</summary>
    public string? Tags { get; set; }

    /// <summary>Goes before the public id, with a slash.</summary>
    public string? Folder { get; set; }

    /// <summary>Whether a file of this public id is replaced.</summary>
    public bool? Overwrite { get; set; } = true;

    /// <summary>Whether copies in the CDN are dropped.</summary>
    public bool? Invalidate { get; set; }

    /// <summary>Names and values kept with the file.</summary>
    public StringDictionary? Context { get; set; }

    public override SortedDictionary<string, object> ToParamsDictionary()
    {
        var dict = base.ToParamsDictionary();
        AddParam(dict, "tags", Tags);
        AddParam(dict, "folder", Folder);
        AddParam(dict, "overwrite", Overwrite);
        AddParam(dict, "invalidate", Invalidate);
        AddContext(dict, Context);
        return dict;
    }
}

/// <summary>Parameters of a picture's upload.</summary>
public class ImageUploadParams : RawUploadParams
{
    public ImageUploadParams()
    {
        Overwrite = null;
    }

    public override ResourceType ResourceType => ResourceType.Image;

    /// <summary>Made during the call, not when first asked for.</summary>
    public List<Transformation>? EagerTransforms { get; set; }

    /// <summary>Whether the call answers before they are made.</summary>
    public bool? EagerAsync { get; set; }

    public override SortedDictionary<string, object> ToParamsDictionary()
    {
        var dict = base.ToParamsDictionary();
        AddParam(dict, "eager_async", EagerAsync);
        AddEager(dict, EagerTransforms);
        return dict;
    }
}

/// <summary>Parameters of a video's upload.</summary>
public class VideoUploadParams : ImageUploadParams
{
    public override ResourceType ResourceType => ResourceType.Video;
}
