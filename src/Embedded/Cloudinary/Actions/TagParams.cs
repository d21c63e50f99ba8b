namespace CloudinaryDotNet.Actions;

/// <summary>What is done with tags.</summary>
public enum TagCommand
{
    Add,
    Remove,
    Replace,
    SetExclusive,
    RemoveAll,
}

/// <summary>Parameters of a change to the tags of several files.</summary>
public class TagParams : BaseParams
{
    /// <summary>With folder; at most 1000.</summary>
    public List<string> PublicIds { get; set; } = [];

    /// <summary>Not needed to remove all.</summary>
    public string? Tag { get; set; }

    public ResourceType ResourceType { get; set; } = ResourceType.Image;

    public string? Type { get; set; }

    public TagCommand Command { get; set; }

    public override void Check()
    {
    }

    public override SortedDictionary<string, object> ToParamsDictionary()
    {
        var dict = base.ToParamsDictionary();
        AddParam(dict, "tag", Tag);
        AddParam(dict, "public_ids", PublicIds);
        AddParam(dict, "type", Type);
        AddParam(dict, "command", Command switch
        {
            TagCommand.Add => "add",
            TagCommand.Remove => "remove",
            TagCommand.Replace => "replace",
            TagCommand.SetExclusive => "set_exclusive",
            _ => "remove_all",
        });
        return dict;
    }
}
