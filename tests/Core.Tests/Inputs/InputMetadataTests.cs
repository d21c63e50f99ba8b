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

    [Theory]
    [InlineData(InputAction.Merge, """{"c":{"e":1}}""", """{"a":2,"c":{"d":1,"e":1},"f":[1]}""")]
    [InlineData(InputAction.Remove, """{"a":{}}""", """{"c":{"d":1},"f":[1]}""")]
    [InlineData(InputAction.Overwrite, """{"g":1}""", """{"g":1}""")]
    public void Of_what_is_stored_the_last_of_a_name_counts_and_what_is_no_text_is_left_out(InputAction action, string change, string left) =>
        InputMetadata.Change("""{"a":1,"a":2,"b":"\ud800","\udc00":0,"c":{"d":0,"d":1},"f":["\udfff",1]}""", action, change).ShouldBe(left);

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{")]
    public void What_is_stored_and_is_no_object_counts_as_nothing(string stored) =>
        InputMetadata.Change(stored, InputAction.Merge, """{"a":1}""").ShouldBe("""{"a":1}""");
}
