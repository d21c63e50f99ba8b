namespace CloudinaryDotNet.Actions;

/// <summary>Parameters of a removal.</summary>
public class DeletionParams(string publicId) : BaseParams
{
    /// <summary>With folder.</summary>
    public string PublicId { get; set; } = publicId;

    public string Type { get; set; } = "upload";

    public ResourceType ResourceType { get; set; } = ResourceType.Image;

    /// <summary>Whether copies in the CDN are dropped.</summary>
    public bool Invalidate { get; set; }

    public override void Check()
    {
        if (string.IsNullOrEmpty(PublicId))
        {
            throw Missing("PublicId must be specified in UploadParams!");
        }
    }

    public override SortedDictionary<string, object> ToParamsDictionary()
    {
        var dict = base.ToParamsDictionary();
        AddParam(dict, "public_id", PublicId);
        AddParam(dict, "type", Type);
        AddParam(dict, "invalidate", Invalidate);
        return dict;
    }
}
