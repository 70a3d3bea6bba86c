(function(){
var b=document.getElementById('locate');if(!navigator.geolocation||!b)return;
var f=b.form,told=document.getElementById('located');
b.hidden=false;
b.addEventListener('click',function(){b.disabled=true;told.textContent=b.dataset.busy;
navigator.geolocation.getCurrentPosition(function(p){b.disabled=false;f.elements.lat.value=p.coords.latitude.toFixed(4);f.elements.lon.value=p.coords.longitude.toFixed(4);told.textContent=b.dataset.done},function(){b.disabled=false;told.textContent=b.dataset.failed},{enableHighAccuracy:true,timeout:15000})});
})();
