using System.Numerics;
using Magpie.Text;

namespace Magpie.Core.Tests.Text;

public sealed class ReadingOrderTests
{
    private static readonly (string Word, float X, float Y)[] Page =
    [
        ("one", 50, 10), ("two", 160, 13), ("three", 260, 9), ("four", 60, 40), ("five", 200, 43), ("six", 55, 75),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-30)]
    [InlineData(90)]
    [InlineData(180)]
    public void Rows_go_down_and_words_to_the_right_however_the_page_lies(double degrees)
    {
        var (sin, cos) = ((float)Math.Sin(degrees * Math.PI / 180), (float)Math.Cos(degrees * Math.PI / 180));
        var (along, down) = (new Vector2(cos, sin), new Vector2(-sin, cos));
        var lines = Page.Reverse().Select(word => (word.Word, Box: new TextBox((along * word.X) + (down * word.Y), along, 80, 22))).ToList();

        ReadingOrder.Of(lines, line => line.Box).Select(line => line.Word).ShouldBe(["one", "two", "three", "four", "five", "six"]);
    }

    [Fact]
    public void One_line_that_runs_down_the_edge_does_not_turn_the_page()
    {
        var lines = Page.Select(word => (word.Word, Box: new TextBox(new(word.X, word.Y), Vector2.UnitX, 80, 22)))
            .Append((Word: "edge", Box: new TextBox(new(400, 200), Vector2.UnitY, 90, 20))).ToList();

        ReadingOrder.Of(lines, line => line.Box).Select(line => line.Word).ShouldBe(["one", "two", "three", "four", "five", "six", "edge"]);
        ReadingOrder.Of(Array.Empty<TextBox>(), box => box).ShouldBeEmpty();
    }
}
