namespace CloudinaryDotNet.Actions;

/// <summary>What is done with context.</summary>
public enum ContextCommand
{
    Add,
    RemoveAll,
}

/// <summary>Parameters of a change to the context of several files.</summary>
public class ContextParams : BaseParams
{
    /// <summary>With folder.</summary>
    public List<string>? PublicIds { get; set; }

    /// <summary>Not needed to remove all.</summary>
    public StringDictionary? ContextDict { get; set; }

    public ResourceType ResourceType { get; set; } = ResourceType.Image;

    public string? Type { get; set; }

    public ContextCommand Command { get; set; }

    public override void Check()
    {
    }

    public override SortedDictionary<string, object> ToParamsDictionary()
    {
        var dict = base.ToParamsDictionary();
        AddContext(dict, ContextDict);
        AddParam(dict, "public_ids", PublicIds);
        AddParam(dict, "type", Type);
        AddParam(dict, "command", Command == ContextCommand.Add ? "add" : "remove_all");
        return dict;
    }
}
