using System.Text.Json;

namespace CloudinaryDotNet.Actions;

/// <summary>What became of a change to tags.</summary>
public class TagResult : BaseResult
{
    /// <summary>The files that were changed.</summary>
    public string[] PublicIds { get; set; } = [];

    internal override void Read(JsonElement answer)
    {
        base.Read(answer);
        PublicIds = Texts(answer, "public_ids");
    }
}

/// <summary>What became of a change to context.</summary>
public class ContextResult : BaseResult
{
    /// <summary>The files that were changed.</summary>
    public string[] PublicIds { get; set; } = [];

    internal override void Read(JsonElement answer)
    {
        base.Read(answer);
        PublicIds = Texts(answer, "public_ids");
    }
}
