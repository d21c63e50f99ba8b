using System.Text.Json;

namespace CloudinaryDotNet.Actions;

/// <summary>What became of a removal.</summary>
public class DeletionResult : BaseResult
{
    /// <summary><c>ok</c> or <c>not found</c>.</summary>
    public string? Result { get; set; }

    internal override void Read(JsonElement answer)
    {
        base.Read(answer);
        Result = Text(answer, "result");
    }
}
