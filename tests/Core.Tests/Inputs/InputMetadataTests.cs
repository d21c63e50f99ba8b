using Magpie.Inputs;

namespace Magpie.Core.Tests.Inputs;

public sealed class InputMetadataTests
{
    [Theory]
    [InlineData(null, InputAction.Merge, """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":{"c":1}}""", InputAction.Merge, """{"b":{"d":2},"e":3}""", """{"a":1,"b":{"c":1,"d":2},"e":3}""")]
    [InlineData("""{"a":[1]}""", InputAction.Merge, """{"a":[2]}""", """{"a":[2]}""")]
    [InlineData("""{"a":1}""", InputAction.Merge, """{"a":null}""", """{"a":null}""")]
    [InlineData("""{"a":1}""", InputAction.Overwrite, """{"b":2}""", """{"b":2}""")]
    [InlineData("""{"a":1}""", InputAction.Overwrite, "{}", null)]
    [InlineData("""{"a":1,"b":{"c":1,"d":2}}""", InputAction.Remove, """{"b":{"c":{}}}""", """{"a":1,"b":{"d":2}}""")]
    [InlineData("""{"a":1}""", InputAction.Remove, """{"a":{},"z":{}}""", null)]
    public void Metadata_is_merged_replaced_or_taken_away(string? present, InputAction action, string change, string? left) =>
        InputMetadata.Change(present, action, change).ShouldBe(left);
}
