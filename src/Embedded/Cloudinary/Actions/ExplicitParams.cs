namespace CloudinaryDotNet.Actions;

/// <summary>Parameters of a change to what was uploaded. What is empty stays as it is.</summary>
public class ExplicitParams(string publicId) : BaseParams
{
    /// <summary>With folder.</summary>
    public string PublicId { get; set; } = publicId;

    /// <summary><c>upload</c>, <c>private</c> or <c>authenticated</c>; the service asks for it.</summary>
    public string Type { get; set; } = "";

    public ResourceType ResourceType { get; set; } = ResourceType.Image;

    /// <summary>Comma-separated; replaces all tags.</summary>
    public string Tags { get; set; } = "";

    /// <summary>Replaces all context.</summary>
    public StringDictionary? Context { get; set; }

    public override void Check()
    {
        if (string.IsNullOrEmpty(PublicId))
        {
            throw Missing("PublicId must be set!");
        }
    }

    public override SortedDictionary<string, object> ToParamsDictionary()
    {
        var dict = base.ToParamsDictionary();
        AddParam(dict, "public_id", PublicId);
        AddParam(dict, "tags", Tags);
        AddParam(dict, "type", Type);
        AddContext(dict, Context);
        return dict;
    }
}
