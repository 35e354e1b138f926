using System.Collections.Concurrent;
using System.Reflection;
using ReplacesAttribute = Workbook.Explorer.Controlled.ReplacesAttribute;

namespace Workbook.Explorer.Tests.Conformance;

/// <summary>The controlled types have the members that the platform's have, but for those named here, which are refused when
/// reached.</summary>
public class SurfaceTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const string Handle = "a handle of the system, which nothing controlled stands behind",
        Provider = "a TimeProvider of the program's own makes timers in its own way",
        Apartments = "apartments of COM are not there on every system",
        Gone = "obsolete: always throws",
        Process = "of the whole process, and would be seen by the next execution";

    private static readonly Dictionary<Type, (string Members, string Reason)[]> _leftOut = new()
    {
        [typeof(Thread)] =
        [
            ("Abort ResetAbort Suspend Resume GetCompressedStack SetCompressedStack", Gone),
            ("GetApartmentState SetApartmentState TrySetApartmentState get_ApartmentState set_ApartmentState "
                + "DisableComObjectEagerCleanup", Apartments),
            ("get_CurrentCulture set_CurrentCulture get_CurrentUICulture set_CurrentUICulture get_CurrentPrincipal "
                + "set_CurrentPrincipal "
                + "get_ExecutionContext",
                "belongs to the thread of the system, which carries one controlled thread after another"),
            ("AllocateNamedDataSlot GetNamedDataSlot FreeNamedDataSlot GetDomain GetDomainID", Process),
            ("Finalize", "there is nothing to give back"),
        ],
        [typeof(CancellationTokenSource)] = [(".ctor", Provider)],
        [typeof(PeriodicTimer)] = [(".ctor", Provider)],
        [typeof(ThreadPool)] = [("get_ThreadCount get_PendingWorkItemCount get_CompletedWorkItemCount", Process),
            ("UnsafeQueueNativeOverlapped BindHandle", Handle)],
        [typeof(Timer)] = [("get_ActiveCount", Process)],
        [typeof(WaitHandle)] = [("get_Handle set_Handle get_SafeWaitHandle set_SafeWaitHandle .ctor", Handle)],
    };

    // Whole types; single members are compared in MemberSurfaceTests.
    public static TheoryData<Type> Types =>
    [
        typeof(Thread), typeof(Monitor), typeof(Lock), typeof(Interlocked),
        typeof(Volatile), typeof(SemaphoreSlim), typeof(ManualResetEventSlim),
        typeof(ManualResetEvent), typeof(AutoResetEvent), typeof(EventWaitHandle),
        typeof(WaitHandle), typeof(Semaphore), typeof(Mutex),
        typeof(CountdownEvent), typeof(Barrier), typeof(ReaderWriterLockSlim),
        typeof(SpinLock), typeof(SpinWait),
        typeof(CancellationTokenSource), typeof(CancellationTokenRegistration), typeof(Lazy<>), typeof(Lazy<,>),
        typeof(LazyInitializer), typeof(ThreadLocal<>), typeof(System.Diagnostics.Stopwatch),
        typeof(ConcurrentQueue<>), typeof(ConcurrentStack<>), typeof(ConcurrentBag<>), typeof(ConcurrentDictionary<,>),
        typeof(BlockingCollection<>), typeof(System.Threading.Channels.Channel),
        typeof(Timer), typeof(PeriodicTimer), typeof(RegisteredWaitHandle), typeof(ThreadPool),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_controlled_type_has_the_members_of_the_platforms(Type platform)
    {
        var leftOut = _leftOut.GetValueOrDefault(platform, []).SelectMany(pair => pair.Members.Split(' ')).ToHashSet();
        var controlled = typeof(ReplacesAttribute).Assembly.GetTypes()
            .First(type => type.GetCustomAttributes<ReplacesAttribute>(inherit: false).Any(replaces =>
                replaces.Platform == platform && replaces.Member is null));
        var (wanted, has) = (SignaturesOf(platform), SignaturesOf(controlled));
        var missing = wanted.Where(pair => !has.ContainsKey(pair.Key)).ToList();
        Assert.Equal([], missing.Where(pair => !leftOut.Contains(pair.Value)).Select(pair => pair.Key));
        Assert.Equal([], leftOut.Except(missing.Select(pair => pair.Value))); // nothing is named here that is there
        Assert.Equal([], has.Keys.Except(wanted.Keys));
        Assert.Equal(platform.IsValueType, controlled.IsValueType);
        Assert.Equal(platform.IsSealed, controlled.IsSealed);
        Assert.Equal(Shown(platform.BaseType!), Shown(controlled.BaseType!));
        Assert.Equal(platform.GetInterfaces().Where(one => !leftOut.Overlaps(one.GetMethods().Select(method =>
            method.Name))).Select(Shown).Order(),
            controlled.GetInterfaces().Select(Shown).Order());
    }

    // Signature -> name. Public members, and those for classes derived from it.
    private static Dictionary<string, string> SignaturesOf(Type type)
    {
        var methods = type.GetMembers(All).OfType<MethodBase>().Where(method =>
            method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
        var fields = type.GetFields(All).Where(field => field.IsPublic);
        var nested = type.GetNestedTypes().SelectMany(inner =>
            SignaturesOf(inner).Select(pair => (Key: $"{inner.Name}.{pair.Key}", pair.Value)));
        return methods.Select(method => (Key: SignatureOf(method), Value: method.Name))
            .Concat(fields.Select(field =>
                (Key: $"{Shown(field.FieldType)} {field.Name} = {(field.IsLiteral ? field.GetRawConstantValue() : "")}",
                Value: field.Name)))
            .Concat(nested)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    private static string SignatureOf(MethodBase method)
    {
        var generic = method.IsGenericMethod ? $"<{method.GetGenericArguments().Length}>" : "";
        var parameters = string.Join(", ", method.GetParameters().Select(parameter =>
            $"{(parameter.IsOut ? "out " : "")}{Shown(parameter.ParameterType)} {parameter.Name}"));
        var result = method is MethodInfo info ? Shown(info.ReturnType) : "";
        return $"{(method.IsStatic ? "static " : "")}{result} {method.Name}{generic}({parameters})";
    }

    private static string Shown(Type type) => type.ToString()
        .Replace("Workbook.Explorer.Controlled.Collections.", "System.Collections.Concurrent.")
        .Replace("Workbook.Explorer.Controlled.Channels.",
            "System.Threading.Channels.").Replace("Workbook.Explorer.Controlled.Lazy`", "System.Lazy`")
        .Replace("Workbook.Explorer.Controlled.Stopwatch",
            "System.Diagnostics.Stopwatch").Replace("Workbook.Explorer.Controlled.", "System.Threading.");
}
