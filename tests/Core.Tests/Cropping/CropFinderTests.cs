using System.Numerics;
using Magpie.Cropping;
using Magpie.Saliency;

namespace Magpie.Core.Tests.Cropping;

public sealed class CropFinderTests
{
    /// <summary>A grey field with a dark patch at the right.</summary>
    private static readonly SaliencyMap Right = SaliencyMap.Of(Field((x, y) => x is >= 51 and < 56 && y is >= 30 and < 35));

    [Fact]
    public void What_differs_from_its_surroundings_draws_the_eye()
    {
        var inside = Right.Cells[(32 * SaliencyMap.Side) + 53];
        inside.ShouldBeGreaterThan(0.5f);
        Right.Cells[(32 * SaliencyMap.Side) + 12].ShouldBeLessThan(inside / 4);
        var foreground = Right.Foreground();
        foreground[(32 * SaliencyMap.Side) + 53].ShouldBeTrue();
        foreground.Count(cell => cell).ShouldBeLessThan(foreground.Length / 4);
    }

    [Fact]
    public void An_even_picture_has_nothing_that_draws_the_eye()
    {
        var even = SaliencyMap.Of(Field((_, _) => false));
        even.Cells.ToArray().ShouldAllBe(cell => cell == 0);
        even.Foreground().ShouldAllBe(cell => !cell);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(300, 500)]
    public void A_crop_has_the_shape_that_is_asked_for_is_as_large_as_it_can_be_and_keeps_the_patch(int width, int height)
    {
        var crop = CropFinder.Find(Right, 1600, 800, width, height, isExact: false, kept: null);
        crop.Height.ShouldBe(800);
        ((double)crop.Width / crop.Height).ShouldBe((double)width / height, 0.01);
        crop.Left.ShouldBeLessThanOrEqualTo(1600 * 48 / 64);
        crop.Right.ShouldBeGreaterThanOrEqualTo(1600 * 58 / 64);
        crop.Right.ShouldBeLessThanOrEqualTo(1600);
    }

    [Fact]
    public void An_exact_crop_has_just_these_pixels_and_a_smaller_share_gives_a_smaller_crop()
    {
        var exact = CropFinder.Find(Right, 1600, 800, 400, 300, isExact: true, kept: null);
        (exact.Width, exact.Height).ShouldBe((400, 300));
        (exact.Left <= 1325 && exact.Right >= 1325).ShouldBeTrue();
        var half = CropFinder.Find(Right, 1600, 800, 100, 100, isExact: false, kept: 0.5);
        half.Width.ShouldBeLessThan(600);
        CropFinder.Find(Right, 1600, 800, 9_000, 9_000, isExact: true, kept: null).ShouldBe(new CropBox(0, 0, 1600, 800));
    }

    [Fact]
    public void Without_a_shape_the_smallest_crop_is_found_that_keeps_what_matters()
    {
        var crop = CropFinder.Find(Right, 640, 640, 0.9);
        crop.Left.ShouldBeInRange(300, 480);
        crop.Right.ShouldBeInRange(560, 640);
        ((long)crop.Width * crop.Height).ShouldBeLessThan(640 * 640 / 2);
        CropFinder.Find(Right, 640, 640, 1).Width.ShouldBeGreaterThan(crop.Width);
    }

    [Fact]
    public void A_place_that_matters_more_is_kept()
    {
        var crop = CropFinder.Find(Right.With([(0.05, 0.4, 0.2, 0.6)], 1), 1600, 400, 100, 100, isExact: false, kept: null);
        crop.Left.ShouldBeLessThanOrEqualTo(80);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.02, 0.1)]
    [InlineData(0.1, 0.7)]
    public void A_face_at_one_edge_outweighs_whatever_draws_the_eye_at_the_other(double left, double top)
    {
        var map = SaliencyMap.Of(Field((x, y) => x >= 40 && ((x / 4) + (y / 4)) % 2 == 0));
        CropFinder.Find(map, 1600, 400, 100, 100, isExact: false, kept: null).Left.ShouldBeGreaterThan(400);

        var crop = CropFinder.Find(map.With([(left, top, left + 0.09, top + 0.25)], SaliencyMap.FaceLeast), 1600, 400, 100, 100, isExact: false, kept: null);

        crop.Left.ShouldBeLessThanOrEqualTo((int)(left * 1600) + 1);
        crop.Right.ShouldBeGreaterThanOrEqualTo((int)((left + 0.09) * 1600));
    }

    [Fact]
    public void The_transform_is_that_of_Fourier_and_goes_back()
    {
        const int side = 8;
        var random = new Random(5);
        var values = Enumerable.Range(0, side * side).Select(_ => new Complex(random.NextDouble(), random.NextDouble())).ToArray();
        var expected = new Complex[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                var turn = ((double)(i / side * (j / side)) / side) + ((double)(i % side * (j % side)) / side);
                expected[i] += values[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * turn);
            }
        }

        var transformed = (Complex[])values.Clone();
        Fourier.Transform(transformed, side, isInverse: false);
        transformed.Zip(expected).ShouldAllBe(pair => (pair.First - pair.Second).Magnitude < 1e-9);
        Fourier.Transform(transformed, side, isInverse: true);
        transformed.Zip(values).ShouldAllBe(pair => (pair.First - pair.Second).Magnitude < 1e-12);
    }

    private static byte[] Field(Func<int, int, bool> isDark)
    {
        var rgb = new byte[SaliencyMap.Side * SaliencyMap.Side * 3];
        for (var i = 0; i < SaliencyMap.Side * SaliencyMap.Side; i++)
        {
            rgb.AsSpan(i * 3, 3).Fill(isDark(i % SaliencyMap.Side, i / SaliencyMap.Side) ? (byte)20 : (byte)150);
        }

        return rgb;
    }
}
