using System.Reflection;
using System.Security.Cryptography;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Tests.Conformance;

/// <summary>Of types that stay the platform's, each member that is public is redirected, or named here with the reason why
/// not.</summary>
public class MemberSurfaceTests
{
    private const string Pure = "says the same always", ByOthers = "calls those that are redirected or overridden",
        Seeded = "the numbers of a generator come from its constructor", Obsolete = "obsolete",
        Timers = "refused: a provider's timers are not controlled";

    private static readonly Dictionary<Type, (string Members, string Reason)[]> _left = new()
    {
        [typeof(CancellationToken)] = [(".ctor get_None get_CanBeCanceled Equals op_Equality op_Inequality GetHashCode", Pure)],
        [typeof(TimeProvider)] = [("GetUtcNow GetTimestamp get_TimestampFrequency", ByOthers),
            ("GetLocalNow GetElapsedTime get_LocalTimeZone", ByOthers), ("CreateTimer", Timers)],
        [typeof(Random)] =
        [
            ("Next NextInt64 NextSingle NextDouble NextBytes", Seeded), ("GetItems Shuffle GetString GetHexString", ByOthers),
        ],
        [typeof(RandomNumberGenerator)] = [("Create", Obsolete),
        ("Dispose GetBytes GetNonZeroBytes", "of an object that a redirected Create has made")],
    };

    public static TheoryData<Type> Types => [.. _left.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_member_is_redirected_or_left_for_a_reason(Type platform)
    {
        var left = _left[platform].SelectMany(pair => pair.Members.Split(' ')).ToHashSet();
        var redirected = Redirected().Where(replaces => replaces.Platform == platform).Select(replaces =>
            replaces.Member!).ToHashSet();
        var members = platform.GetMembers(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>()
            .Where(member => !member.IsAbstract).Select(member => member.Name).Distinct().ToList();
        Assert.Equal([], members.Where(name => !left.Contains(name) && !redirected.Contains(name)
            && !redirected.Contains(name.Replace("get_", ""))));
        Assert.Equal([], left.Except(members));
    }

    // By number of parameters: the redirected overloads are all that there are.
    [Theory]
    [InlineData(typeof(CancellationToken), "Register", 5)]
    [InlineData(typeof(CancellationToken), "UnsafeRegister", 2)]
    [InlineData(typeof(Random), ".ctor", 2)]
    [InlineData(typeof(Guid), "CreateVersion7", 2)]
    [InlineData(typeof(RandomNumberGenerator), "GetInt32", 2)]
    [InlineData(typeof(RandomNumberGenerator), "GetItems", 2)]
    [InlineData(typeof(RandomNumberGenerator), "GetHexString", 2)]
    public void All_overloads_are_redirected(Type platform, string name, int overloads)
    {
        Assert.Equal(overloads,
            platform.GetMember(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Length);
        Assert.Equal(overloads, Redirected().Count(replaces => replaces.Platform == platform && replaces.Member == name));
    }

    private static IEnumerable<ReplacesAttribute> Redirected() => typeof(ReplacesAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .SelectMany(member => member.GetCustomAttributes<ReplacesAttribute>()).Where(replaces => replaces.Member is not null);
}
