using Magpie.Video;

namespace Magpie.Core.Tests.Video;

public sealed class SamplePlanTests
{
    [Theory]
    [InlineData(0.04, 1)]
    [InlineData(3, 6)]
    [InlineData(7200, 16)]
    public void Moments_are_spread_evenly_over_the_whole_length(double duration, int count)
    {
        var moments = SamplePlan.Moments(duration, 16);

        moments.Count.ShouldBe(count);
        moments[0].ShouldBe(duration / count / 2, 1e-9);
        moments[^1].ShouldBe(duration - (duration / count / 2), 1e-9);
        moments.Zip(moments.Skip(1), (one, next) => next - one).ShouldAllBe(step => Math.Abs(step - (duration / count)) < 1e-6);
    }

    [Fact]
    public void Of_a_video_of_unknown_length_the_beginning_is_looked_at_closely() =>
        SamplePlan.Moments(null, 5).ShouldBe([0, 1, 2, 4, 8]);

    [Theory]
    [InlineData(1920, 1080, 1, 0, 1600, 900)]
    [InlineData(1920, 1080, 1, 90, 900, 1600)]
    [InlineData(320, 240, 1, 0, 320, 240)]
    [InlineData(720, 576, 16 / 15.0, 0, 768, 576)]
    [InlineData(20000, 1, 1, 270, 1, 1600)]
    public void A_frame_is_upright_in_square_pixels_and_never_enlarged(int width, int height, double aspect, int rotation, int wide, int high) =>
        SamplePlan.Size(new PictureTrack("h264", width, height, aspect, rotation, 25), 1600).ShouldBe((wide, high));
}
