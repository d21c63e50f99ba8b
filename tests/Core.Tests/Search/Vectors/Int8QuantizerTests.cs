using Magpie.Search;

namespace Magpie.Core.Tests.Search.Vectors;

public sealed class Int8QuantizerTests
{
    [Fact]
    public void The_greatest_magnitude_becomes_127_and_halves_go_to_even()
    {
        var quantized = new sbyte[6];
        Int8Quantizer.Quantize([-254, 1, 3, -5, 2, 0], quantized);
        quantized.ShouldBe([-127, 0, 2, -2, 1, 0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(576)]
    [InlineData(4096)]
    public void Multiplied_with_the_scale_it_has_length_one_and_the_direction_of_the_vector(int dimension)
    {
        var random = new Random(dimension);
        for (var run = 0; run < 20; run++)
        {
            var vector = MadeVectors.Random(random, dimension);
            var quantized = new sbyte[dimension];
            var scale = Int8Quantizer.Quantize(vector, quantized);
            var back = Array.ConvertAll(quantized, value => value * scale);
            Math.Sqrt(back.Sum(value => (double)value * value)).ShouldBe(1, 1e-6);
            MadeVectors.Cosine(vector, back).ShouldBeGreaterThan(0.9998);
        }
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    [InlineData(float.MaxValue)]
    public void The_length_of_the_vector_does_not_matter(float value)
    {
        var quantized = new sbyte[4];
        Int8Quantizer.Quantize([value, -value, 0, value], quantized).ShouldBe((float)(1 / (127 * Math.Sqrt(3))));
        quantized.ShouldBe([127, -127, 0, 127]);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_vector_without_a_direction_is_zeros_with_scale_zero(float value)
    {
        sbyte[] quantized = [1, 1, 1];
        Int8Quantizer.Quantize(float.IsFinite(value) ? [value, value, value] : [0.5f, value, 0.5f], quantized).ShouldBe(0);
        quantized.ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void Too_little_room_is_said() => Should.Throw<ArgumentException>(() => Int8Quantizer.Quantize([1, 2, 3], new sbyte[2]));
}
